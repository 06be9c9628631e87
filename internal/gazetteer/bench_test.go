package gazetteer

import "testing"

var report = []string{
	"Khan Sheikhoun, Idlib province", "near Damascus", "Deir ez-Zor", "Hama countryside", "al-Bab, Aleppo", "Syria", "Jisr al-Shughour",
	"market in Idlib city", "Raqqa", "Qaboun, Damascus",
}

func BenchmarkOwn(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Own()
	}
}

func BenchmarkFind(b *testing.B) {
	g := Own()
	b.ReportAllocs()
	for b.Loop() {
		g.Find("Deir ez-Zor")
	}
}

func BenchmarkResolveReport(b *testing.B) {
	g := Own()
	b.ReportAllocs()
	for b.Loop() {
		g.ResolveAll(report, []string{"SY"})
	}
}
