// Package rashomon holds the words of the project: the nouns that every other
// package, page and message uses, each with one meaning. It imports the standard
// library only and does no I/O.
//
//	Source -fetch-> bytes -page-> Report -extract-> Accounts{Claims}
//	       -link-> Incidents{Accounts, Origins, Ties} -reconcile-> Record -> export, web
//
// Bytes, Reports and Rulings are kept. Everything else is derived: delete it, run
// again, and the exports are equal byte for byte. Words never travel without their
// Span, a half-open byte range of one Report's Text.
package rashomon
