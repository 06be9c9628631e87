package text

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestEnglish(t *testing.T) {
	const english = `A bomb exploded at a fish market in the harbour on Monday, police said, and at least 12 people were killed.
		The governor told reporters that three of the wounded had been flown to the capital.`
	const arabic = `انفجرت قنبلة في سوق السمك في المدينة يوم الاثنين وقالت الشرطة إن اثني عشر شخصا قتلوا وأصيب ثلاثون آخرون بجروح ونقلوا إلى المستشفى القريب من الميناء`
	for name, c := range map[string]struct {
		text string
		want bool
	}{
		"English":              {english, true},
		"upper case":           {strings.ToUpper(english), true},
		"quoting Arabic":       {english + "\n" + arabic[:len(arabic)/4], true},
		"mostly Arabic":        {english[:60] + "\n" + arabic, false},
		"too short to judge":   {"Bombe dans un marché: douze morts, trente blessés", true},
		"no words":             {"12 34 --- 56", true},
		"nothing":              {"", true},
		"a table of names":     {strings.Repeat("Oren Malk, Ismar Dovani, Milo Harsk. ", 10), false},
		"terse telegram style": {"MARKET BLAST: 12 DEAD, 30 WOUNDED\nTHE POLICE OF ARDO SAY 12 WERE KILLED BY A BOMB THAT WENT OFF AT THE FISH MARKET. NO GROUP HAS SAID IT DID IT.", true},
		"Arabic":               {arabic, false},
		"Russian":              {"Бомба взорвалась на рыбном рынке в понедельник, сообщила полиция, погибли двенадцать человек, ещё тридцать были ранены и доставлены в больницу города", false},
		"Chinese":              {strings.Repeat("星期一鱼市场发生爆炸，警方称至少有十二人死亡，三十人受伤，伤者已被送往医院。", 4), false},
		"Hindi":                {"सोमवार को मछली बाजार में बम फटा, पुलिस ने कहा कि बारह लोग मारे गए और तीस लोग घायल हुए, घायलों को शहर के अस्पताल में भर्ती कराया गया है", false},
		"French":               {"Une bombe a explosé lundi dans un marché aux poissons de la ville, a indiqué la police, et au moins douze personnes ont été tuées, selon un bilan provisoire donné par le gouverneur à la presse", false},
		"Spanish":              {"Una bomba explotó el lunes en un mercado de pescado de la ciudad, dijo la policía, y al menos doce personas murieron, según el gobernador, que habló a la prensa en la capital; no he visto nada igual, dijo", false},
		"Portuguese":           {"Uma bomba explodiu na segunda-feira em um mercado de peixe da cidade, disse a polícia, e pelo menos doze pessoas morreram, de acordo com o governador, que falou com os jornalistas na capital", false},
		"Italian":              {"Una bomba è esplosa lunedì in un mercato del pesce della città, ha detto la polizia, e almeno dodici persone sono morte, secondo il governatore, che ha parlato con i giornalisti nella capitale", false},
		"Romanian":             {"O bombă a explodat luni într-o piață de pește din oraș, a declarat poliția, și cel puțin douăsprezece persoane au murit, potrivit guvernatorului, care are informații de la spital", false},
		"German":               {"Auf einem Fischmarkt in der Stadt ist am Montag eine Bombe explodiert, wie die Polizei mitteilte, und mindestens zwölf Menschen sind getötet worden; der Gouverneur sagte, er war in der Nähe", false},
		"Dutch":                {"Op een vismarkt in de stad is maandag een bom ontploft, zei de politie, en ten minste twaalf mensen zijn omgekomen; de gouverneur was in de buurt, of de dader nog leeft is niet bekend", false},
		"Danish":               {"En bombe eksploderede mandag på et fiskemarked i byen, oplyste politiet, og mindst tolv mennesker blev dræbt, har guvernøren sagt til pressen, for der var mange på markedet ved havnen", false},
		"Swedish":              {"En bomb exploderade i måndags på en fiskmarknad i staden, uppgav polisen, och minst tolv människor dödades, har guvernören sagt till pressen, för det var många på torget vid hamnen", false},
		"Polish":               {"Bomba wybuchła w poniedziałek na targu rybnym w mieście, podała policja, a co najmniej dwanaście osób zginęło; gubernator powiedział, że to nie by to samo, co w zeszłym roku", false},
		"Turkish":              {"Pazartesi günü kentteki balık pazarında bir bomba patladı, polis en az on iki kişinin öldüğünü söyledi, vali ise basına yaptığı açıklamada otuz kişinin yaralandığını ve hastaneye kaldırıldığını belirtti", false},
		"Indonesian":           {"Sebuah bom meledak di pasar ikan di kota itu pada hari Senin, kata polisi, dan sedikitnya dua belas orang tewas, menurut gubernur yang berbicara kepada wartawan di ibu kota provinsi", false},
		"Swahili":              {"Bomu lililipuka Jumatatu katika soko la samaki mjini, polisi walisema, na watu wasiopungua kumi na wawili waliuawa, kwa mujibu wa gavana aliyezungumza na waandishi wa habari katika mji mkuu", false},
		"Tagalog":              {"Isang bomba ang sumabog noong Lunes sa palengke ng isda sa lungsod, ayon sa pulisya, at hindi bababa sa labindalawang tao ang namatay, sabi ng gobernador na kumausap sa mga mamamahayag", false},
	} {
		if got := English(c.text); got != c.want {
			t.Errorf("%s: English = %v, want %v (%+v, share %.2f)", name, got, c.want, languageOf(c.text), languageOf(c.text).share())
		}
	}
}

// Every labelled text is English, as it stands and in upper case.
func TestEnglishGold(t *testing.T) {
	files, err := filepath.Glob("../../../shared/gold/*.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skip("NOT RUN: ../shared/gold is absent")
	}
	lowest, texts := 1., 0
	for _, file := range files {
		eachText(t, file, func(id, text string) {
			texts++
			if l := languageOf(text); l.words >= judgedWords {
				if l.share() < lowest {
					t.Logf("%s %s: share %.3f of %d words", filepath.Base(file), id, l.share(), l.words)
				}
				lowest = min(lowest, l.share())
			}
			if !English(text) || !English(strings.ToUpper(text)) {
				t.Errorf("%s %s is not English: %+v", file, id, languageOf(text))
			}
		})
	}
	t.Logf("%d texts, lowest share %.3f", texts, lowest)
}

func eachText(t *testing.T, file string, each func(id, text string)) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var r struct{ ID, Title, Text string }
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		if r.Text != "" {
			each(r.ID, r.Title+"\n"+r.Text)
		}
	}
}
