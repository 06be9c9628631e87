#!/usr/bin/env python3
"""Writes reports.jsonl: 20 invented reports, some of them made to be hard to cut and to window."""
import json

TOWNS = "Orrin Tessaly Halden Corley Arvo Marsh-End Lindqvist Saltpans Upper Dray Kesten".split()
BODIES = ["the interior ministry", "a hospital doctor", "the Lakes Monitor", "residents", "Colonel Ada Brenn", "the Red Hill Front", "state radio"]


def many(n):
    """a live blog of n entries"""
    out = []
    for i in range(n):
        out.append(f"{6 + i // 4}:{15 * (i % 4):02d} - {BODIES[i % 7]} said {i % 13 + 2} people were {('killed', 'wounded', 'missing')[i % 3]} in {TOWNS[i % 9]}"
                   f"{' and that the toll may rise' if i % 5 == 0 else ''}. It could not be checked.")
    return "\n".join(out)


REPORTS = [
    ("Blast at Orrin fish market kills 9", "A bomb killed at least nine people and wounded two dozen at the Orrin fish market on Monday, the Velland interior ministry said. Three of the dead were "
     "children, a hospital doctor told the Northern Wire. In March a car bomb killed 31 there."),
    ("Army denies shelling Tessaly", "The army denied that its guns had hit Tessaly, where residents say eleven civilians died. “We did not fire,” Colonel Ada Brenn said. The Lakes "
     "Monitor put the toll at between 9 and 14. It was not possible to verify either account."),
    ("FOUR DEAD AS GUNMEN STOP BUS NEAR HALDEN", "GUNMEN STOPPED A BUS NEAR HALDEN ON 3 OCTOBER AND SHOT FOUR MEN. POLICE SAID SIX OTHERS WERE HURT. THE RED HILL FRONT SAID IT HAD DONE IT."),
    ("Man, 34, shot dead outside Corley bar", "Police said a 34-year-old man was shot outside a bar on Ninth Street at 2:15 a.m. Sunday. A woman was grazed. Officers hold two suspects; a third is missing."),
    ("", "No title here. Two soldiers died."),
    ("A title and no text: 3 killed", ""),
    ("", ""),
    ("Numbers", "1,234,567 and 12,34 and 3.5 and 1,2345 and 1.2.3 and 007 and ٣ and ½ and 10² and 3,000,000,000,000 and twenty-five and a dozen. Up to 1,200 were displaced; 45% of homes burnt."),
    ("Quotes ‘and’ dashes", "The mayor’s aide said: ‘It’s over’ – twelve’re dead… \"Don't come,\" she told O'Hara's crew. rock'n'roll ''x'' l’’eau."),
    ("Kraków, São Tomé, Åse, İzmir", "Officials in Kraków said 5 died; in São Tomé, 6. ΟΔΟΣ’ Σ. Αθήνα ΣΑΣ. Кие́в: 7 убиты. İIıi ﬁve ﬂed. Straße ẞ. Ǆ ǅ ⅷ Ⅷ Ⓐ ª º."),
    ("Emoji 💥 and joiners", "💥💥 3 dead 👩‍👩‍👧 at the café\u0301 🇺🇳. Zero\u200bwidth and soft\u00adhyphen and \u202ebidi\u202c text.\ufeff Done."),
    ("Mixed مدينة and 警方", "Four people were killed in مدينة, police (警方) said, and a doctor spoke of six; names were read out in several languages, among them these. 한국어 기사: 12명 사망. ไทย สาม คน. हिन्दी में तीन लोग मारे गए।"),
    ("White\u00a0space", "One\u00a0dead.\u2003Two\u3000hurt.\x0bThree\x1cmissing.\x85Four\u2028captured.\t\tFive\r\nfled.\n\n\n\nSix\u1680stayed."),
    ("p. m. and J. Smith. And more", "At 5 p. m. J. Smith died. He was 40. \"Twenty died,\" he said. ? Who. ! 3 fell. no capital. “Yes.” A. B. C. died... Then 4."),
    (" ".join(f"word{i} Kesten" for i in range(45)) + " 7 killed", "The title is too long to be shown whole. Seven were killed in Kesten, the Lakes Monitor said. " + many(20)),
    ("Live: fighting around Arvo", many(60)),
    ("The dead", "\n".join(f"{n}, {20 + i}, of {TOWNS[i % 9]}" for i, n in enumerate("Ina Holt;Peder Vance;Lu Marek;Tomas Eide;Sana Orlo;Kit Brandt;Ola Reyes".split(";")))
     + "\nThey were among 31 killed on 4 May 2019, the Northern Wire reports."),
    ("x" * 130, "y" * 99 + " " + "z" * 101 + " " + "supercalifragilisticexpialidocious " * 3 + "a" * 100 + "! " + "-" * 40 + " 12 killed"),
    ("Coalition jets hit Arvo bridge", "Coalition aircraft bombed the Arvo bridge overnight. State radio said more than 40 soldiers were killed; the coalition said it had killed 12 fighters of the Red Hill "
     "Front and no civilians. The Front has threatened to strike back. Since January some 300 people have died in raids around Arvo, the Lakes Monitor says."),
    ("Clash at Marsh-End: toll rises from 4 to 6", "(Northern Wire) - Six people, among them two medics, were killed and several wounded when militia fighters attacked the Marsh-End crossing with mortars, "
     "the provincial governor, Lise Aram, told the Northern Wire. Earlier reports spoke of four dead. The militia, led by Omar Dace, said on its channel that it had taken three "
     "border guards captive in revenge for a raid on Kesten in which, it says, a dozen of its men died."),
]

if __name__ == "__main__":
    assert len(REPORTS) == 20
    with open("reports.jsonl", "w", encoding="utf-8") as f:
        for i, (title, text) in enumerate(REPORTS):
            f.write(json.dumps(dict(id=f"t{i + 1:02d}", title=title, text=text), ensure_ascii=False) + "\n")
