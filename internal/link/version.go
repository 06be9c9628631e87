package link

// Version names this linker. A change of what it joins changes the number, so that
// stored incidents become due by themselves.
const Version = "link-8"
