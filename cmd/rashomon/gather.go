package main

import (
	"rashomon/internal/fetch"
)

// fetchFlags say how addresses are fetched. Every command that fetches has them.
type fetchFlags struct {
	AllowLocal bool   `help:"Fetch from addresses of this machine and its networks too, and any port." env:"RASHOMON_ALLOW_LOCAL"`
	Contact    string `help:"Where an outlet can complain of us: it is told with every fetch." env:"RASHOMON_CONTACT" placeholder:"ADDRESS"`
	Proxy      string `help:"Fetch by this proxy (http:// or socks5://), which must itself refuse private networks." env:"RASHOMON_PROXY" placeholder:"ADDRESS"`
}

// fetcher returns the one Fetcher of a command.
func (f fetchFlags) fetcher(w world) *fetch.Fetcher {
	return fetch.New(fetch.Options{AllowLocal: f.AllowLocal, Contact: f.Contact, Proxy: f.Proxy, Version: version, Now: w.now})
}

// collector is what captures say made them.
func collector() string { return "rashomon " + version }
