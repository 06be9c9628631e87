package extract

import "rashomon"

// reader reads for all tests of the package.
var reader = NewReader()

// reading reads a report; only damaged weights give an error.
func reading(r rashomon.Report) rashomon.Reading {
	got, err := reader.Extract(r)
	if err != nil {
		panic(err)
	}
	return got
}
