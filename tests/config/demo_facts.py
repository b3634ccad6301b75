"""The facts of the two seed pages, as the demo has to tell them."""

VISIT = "sergei-lavrovs-visit-in-tskhinvali-region"
# The twenty people (DOMAIN, item 68): {English name: (Georgian name, an event in which they have a part)}.
PEOPLE = {
    "Sergey Lavrov": ("სერგეი ლავროვი", VISIT),
    "Grigory Karasin": ("გრიგორი კარასინი", VISIT),
    "Andrei Kelin": ("ანდრეი კელინი", VISIT),
    "Andrei Nesterenko": ("ანდრეი ნესტერენკო", VISIT),
    "Yuri Popov": ("იური პოპოვი", VISIT),
    "Eduard Kokoiti": ("ედუარდ კოკოითი", VISIT),
    "Marat Kulakhmetov": ("მარატ კულახმეტოვი", VISIT),
    "Elbrus Kargiev": ("ელბრუს კარგიევი", "appointment-of-elbrus-kargiev"),
    "Inal Ardzinba": ("ინალ არძინბა", "plan-of-consultations-with-sokhumi"),
    "Akhsar Jioev": ("ახსარ ჯიოევი", "similar-agreement-with-tskhinvali"),
    "Dmitry Kozak": ("დმიტრი კოზაკი", "gagloyev-meets-kozak"),
    "Giga Otkhozoria": ("გიგა ოთხოზორია", "murder-of-giga-otkhozoria"),
    "Alexander Kurenkov": ("ალექსანდრ კურენკოვი", "meeting-of-the-ministers-of-emergency-situations"),
    "Ibragim Gaseev": ("იბრაგიმ გასეევი", "meeting-of-the-ministers-of-emergency-situations"),
    "Vyacheslav Volodin": ("ვიაჩესლავ ვოლოდინი", "meeting-in-the-state-duma"),
    "Vladimir Putin": ("ვლადიმირ პუტინი", "military-technical-agreement-submitted"),
    "Alan Gagloyev": ("ალან გაგლოევი", "gagloyev-meets-nurgaliyev"),
    "Alexander Novak": ("ალექსანდრ ნოვაკი", "gagloyev-meets-novak"),
    "Rashid Nurgaliyev": ("რაშიდ ნურგალიევი", "gagloyev-meets-nurgaliyev"),
    "Dmitry Volvach": ("დმიტრი ვოლვაჩი", "opening-of-a-canning-factory-in-pris"),
}
# Whoever held these posts then: {the post as pages print it: (in Georgian, the event)}.
UNNAMED = {
    "Head of the OSCE Mission": ("ეუთოს მისიის ხელმძღვანელი", VISIT),
    "De facto chairman of the parliament of the Tskhinvali region": (
        "დე ფაქტო ცხინვალის რეგიონის პარლამენტის თავმჯდომარე",
        "meeting-in-the-state-duma",
    ),
}
# The dates (DOMAIN, item 69): {event: (date, whether the year is inferred, words in English, words in Georgian)}.
DATES = {
    "war-of-2008": ("2008", False, "2008", "2008"),
    "recognition-of-2008": ("2008-08-26", False, "26 August 2008", "26 აგვისტო, 2008"),
    "diplomatic-relations-of-2008": ("2008-09-09", True, "9 September 2008", "9 სექტემბერი, 2008"),
    VISIT: ("2008-09-15", False, "15 September 2008", "15 სექტემბერი, 2008"),
    "appointment-of-elbrus-kargiev": ("2008-09-25", False, "25 September 2008", "25 სექტემბერი, 2008"),
    "opening-of-the-embassy-in-tskhinvali": ("2009-04", False, "April 2009", "აპრილი, 2009"),
    "meetings-in-gali-not-held": ("2018/..", False, "since 2018", "2018 წლიდან"),
    "plan-of-consultations-with-sokhumi": ("2023-10-03", False, "3 October 2023", "3 ოქტომბერი, 2023"),
    "military-technical-agreement-submitted": ("2024-09-19", True, "19 September 2024", "19 სექტემბერი, 2024"),
    "tenth-session-of-the-demarcation-commission": ("2024-09-24/2024-09-26", True, "24–26 September 2024", "24–26 სექტემბერი, 2024"),
    "gagloyev-meets-novak": ("2024-09-25", True, "25 September 2024", "25 სექტემბერი, 2024"),
    "gagloyev-meets-kozak": ("2024-09-26", True, "26 September 2024", "26 სექტემბერი, 2024"),
    "gagloyev-meets-nurgaliyev": ("2024-10-15", True, "15 October 2024", "15 ოქტომბერი, 2024"),
    "law-on-the-military-technical-agreement": ("2024-11-23", True, "23 November 2024", "23 ნოემბერი, 2024"),
    "meeting-in-the-state-duma": ("2024-11-26", True, "26 November 2024", "26 ნოემბერი, 2024"),
    "meeting-of-the-ministers-of-emergency-situations": ("2024-12-03", True, "3 December 2024", "3 დეკემბერი, 2024"),
    # Items 8 and 10, the twin of the plan, the murder.
    "gagloyev-meets-novak-in-moscow": ("", False, "During his visit to Moscow", "მოსკოვში ვიზიტის დროს"),
    "opening-of-a-canning-factory-in-pris": ("", False, "", ""),
    "similar-agreement-with-tskhinvali": ("", False, "", ""),
    "murder-of-giga-otkhozoria": ("", False, "", ""),
}
# What the page of the visit says, and what partners read there: {words in English: words in Georgian}.
OF_THE_VISIT = {
    "soon after the end of the 2008 Russia-Georgia War": "2008 წლის რუსეთ-საქართველოს ომის დასრულებიდან მალევე",
    "several hours": "რამდენიმე საათი",
    "Minister of Foreign Affairs of the Russian Federation": "რუსეთის ფედერაციის საგარეო საქმეთა მინისტრი",
    "his Deputy, Curator of Post-Soviet States": "მისი მოადგილე, პოსტსაბჭოთა სახელმწიფოების კურატორი",
    "Director of the 4th CIS Department of the Ministry of Foreign Affairs of Russia": "დსთ-ის მეოთხე დეპარტამენტის დირექტორი",
    "Ministry’s official representative": "სამინისტროს ოფიციალური წარმომადგენელი",
    "Ambassador at Large": "განსაკუთრებულ დავალებათა ელჩი",
    "de facto leader of Tskhinvali Region": "ცხინვალის რეგიონის დე ფაქტო ლიდერი",
    "head of Joint Peacekeeping Forces operating before the 2008 War": "2008 წლის ომამდე მოქმედი შერეული სამშვიდობო ძალების ხელმძღვანელი",
    "relations like those of allied states": "მოკავშირე სახელმწიფოების მსგავს ურთიერთობას",
    "Trans-Caucasian motorway": "ტრანსკავკასიური მაგისტრალისკენ",
    "several days before military action": "რამდენიმე დღით ადრე",
    "there is a suspicion": "არსებობს ეჭვი",
    "each side has a truth of its own": "ყველა მხარეს თავისი სიმართლე აქვს",
    "on the demolition of Georgian enclaves in Tskhinvali Region": "ცხინვალის რეგიონში ქართული ანკლავების დანგრევაზე",
    "acts of terror and provocations": "ტერორისტულ აქტებსა და პროვოკაციებს",
    "several hundred bandits": "რამდენიმე ასეული ბანდიტი",
    "place the staff of the “Embassy” for a time": "„საელჩოს“ თანამშრომლების დროებით განთავსების გზას",
    "harder to set up in Tskhinvali Region than in Abkhazia": "უფრო რთული იქნება, ვიდრე აფხაზეთში",
    "basic agreement on cooperation and mutual assistance": "ძირითად შეთანხმებას თანამშრომლობისა და ურთიერთდახმარების შესახებ",
    "in the nearest future": "უახლოეს მომავალში",
    "economic, social, military and maritime fields": "ეკონომიკურ, სოციალურ, სამხედრო და საზღვაო სფეროებში",
    "Numerous statements": "არაერთი განცხადება",
    "eighth floor": "მერვე სართულზე",
}
