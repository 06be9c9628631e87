package main

import (
	"encoding/json"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"rashomon/internal/pipeline"

	"github.com/alecthomas/kong"
)

type versionCmd struct {
	JSON bool `help:"Print as JSON." name:"json"`
}

// Run prints what made the output of this program.
func (c versionCmd) Run(w world) error {
	if c.JSON {
		return json.NewEncoder(w.stdout).Encode(map[string]string{"rashomon": version, "reader": pipeline.ReaderVersion, "linker": pipeline.LinkVersion, "go": runtime.Version()})
	}
	_, err := fmt.Fprintf(w.stdout, "rashomon %s\nreader   %s\nlinker   %s\n", version, pipeline.ReaderVersion, pipeline.LinkVersion)
	return err
}

type completionCmd struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"bash, zsh or fish."`
}

// Help is printed below the flags.
func (completionCmd) Help() string {
	return `Examples:
  source <(rashomon completion bash)
  rashomon completion zsh > "${fpath[1]}/_rashomon"
  rashomon completion fish > ~/.config/fish/completions/rashomon.fish`
}

// Run prints the script, made from the command line's own description.
func (c completionCmd) Run(k *kong.Kong, w world) error {
	words := completions(k.Model)
	var b strings.Builder
	switch c.Shell {
	case "bash":
		writeBash(&b, words)
	case "zsh":
		b.WriteString("#compdef rashomon\nautoload -U +X bashcompinit && bashcompinit\n")
		writeBash(&b, words)
	case "fish":
		for _, w := range words {
			fmt.Fprintf(&b, "complete -c rashomon -n __fish_use_subcommand -a %s -d %q\n", w.command, w.help)
			for _, f := range w.flags {
				fmt.Fprintf(&b, "complete -c rashomon -n '__fish_seen_subcommand_from %s' -l %s\n", w.command, f)
			}
		}
	}
	_, err := fmt.Fprint(w.stdout, b.String())
	return err
}

// completion is one command with the names of its flags and of its enumerated arguments.
type completion struct {
	command, help string
	flags, values []string
}

func completions(m *kong.Application) []completion {
	var all []completion
	for _, n := range m.Children {
		c := completion{command: n.Name, help: n.Help}
		for _, f := range n.Flags {
			c.flags = append(c.flags, f.Name)
		}
		for _, child := range n.Children {
			c.values = append(c.values, child.Name)
			for _, f := range child.Flags {
				if !slices.Contains(c.flags, f.Name) && f.Name != "help" {
					c.flags = append(c.flags, f.Name)
				}
			}
		}
		for _, a := range n.Positional {
			if a.Enum != "" {
				c.values = append(c.values, strings.Split(a.Enum, ",")...)
			}
		}
		all = append(all, c)
	}
	return all
}

func writeBash(b *strings.Builder, words []completion) {
	b.WriteString("_rashomon() {\n  local cur=${COMP_WORDS[COMP_CWORD]}\n  if [ \"$COMP_CWORD\" = 1 ]; then\n    COMPREPLY=($(compgen -W '")
	for _, w := range words {
		b.WriteString(w.command + " ")
	}
	b.WriteString("' -- \"$cur\"))\n    return\n  fi\n  local words=\n  case ${COMP_WORDS[1]} in\n")
	for _, w := range words {
		fmt.Fprintf(b, "    %s) words='--%s %s' ;;\n", w.command, strings.Join(append(w.flags, "help"), " --"), strings.Join(w.values, " "))
	}
	b.WriteString("  esac\n  COMPREPLY=($(compgen -W \"$words\" -- \"$cur\") $(compgen -f -- \"$cur\"))\n}\ncomplete -o filenames -F _rashomon rashomon\n")
}
