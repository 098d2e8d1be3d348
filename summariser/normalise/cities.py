"""The table of large cities, capitals and places where news is made, by the country or state that holds them."""

CITIES = """
afghanistan: kabul, kandahar, herat, jalalabad, mazar-i-sharif, kunduz
albania: tirana, durres
algeria: algiers, oran, constantine
andorra: andorra la vella
angola: luanda, huambo, lobito, benguela
argentina: buenos aires, cordoba, rosario, mendoza, la plata, mar del plata, bariloche
armenia: yerevan, gyumri
australia: canberra, sydney, melbourne, brisbane, perth, adelaide, darwin, hobart, newcastle, gold coast
austria: vienna, graz, linz, salzburg, innsbruck, alpbach
azerbaijan: baku, ganja, shusha
bahamas: nassau
bahrain: manama
bangladesh: dhaka, chittagong=chattogram, khulna, sylhet, cox's bazar
barbados: bridgetown
belarus: minsk, gomel=homel, brest, vitebsk, grodno=hrodna, mogilev
belgium: brussels, antwerp, ghent, liege, bruges, charleroi, leuven, mons
belize: belmopan, belize city
benin: porto-novo, cotonou
bhutan: thimphu
bolivia: la paz, sucre, santa cruz, cochabamba
bosnia and herzegovina: sarajevo, banja luka, mostar, tuzla, srebrenica
botswana: gaborone
brazil: brasilia, sao paulo, rio de janeiro, salvador, fortaleza, belo horizonte, manaus, curitiba, recife,
    belem, porto alegre, goiania, santos, campinas
brunei: bandar seri begawan
bulgaria: sofia, plovdiv, varna, burgas
burkina faso: ouagadougou, bobo-dioulasso
burma: naypyidaw=naypyitaw, yangon=rangoon, mandalay
burundi: gitega, bujumbura
cambodia: phnom penh, siem reap
cameroon: yaounde, douala
canada: ottawa, toronto, montreal, vancouver, calgary, edmonton, winnipeg, quebec city, halifax, hamilton,
    kananaskis, charlevoix, victoria, regina, saskatoon
cape verde: praia
central african republic: bangui
chad: n'djamena=ndjamena
chile: santiago, valparaiso, concepcion, antofagasta
china: beijing=peking, shanghai, guangzhou=canton, shenzhen, tianjin, chongqing, chengdu, wuhan, nanjing,
    hangzhou, xi'an=xian, shenyang, harbin, dalian, qingdao, jinan, zhengzhou, changsha, kunming, suzhou,
    ningbo, xiamen, fuzhou, hefei, urumqi, lhasa, guiyang, nanning, lanzhou, taiyuan, shijiazhuang, changchun,
    dongguan, foshan, wuxi, boao, sanya, kashgar, haikou, wenzhou, nanchang, zhuhai, tangshan, hohhot, guilin,
    xining
colombia: bogota, medellin, cali, barranquilla, cartagena, cucuta
comoros: moroni
congo: kinshasa, lubumbashi, goma, bukavu, kisangani, mbuji-mayi, kananga, bunia
republic of the congo: brazzaville, pointe-noire
costa rica: san jose
croatia: zagreb, split, dubrovnik, rijeka, vukovar
cuba: havana, santiago de cuba, guantanamo
cyprus: nicosia, limassol, larnaca, paphos
czech republic: prague, brno, ostrava, pilsen=plzen
denmark: copenhagen, aarhus, odense, aalborg
djibouti: djibouti city
dominican republic: santo domingo, punta cana
east timor: dili
ecuador: quito, guayaquil, cuenca
egypt: cairo, alexandria, giza, sharm el-sheikh=sharm el sheikh, port said, suez, luxor, aswan
el salvador: san salvador
equatorial guinea: malabo
eritrea: asmara
estonia: tallinn, tartu, narva
eswatini: mbabane
ethiopia: addis ababa, mekelle, gondar, dire dawa, bahir dar
fiji: suva
finland: helsinki, espoo, tampere, turku, oulu, rovaniemi
france: paris, marseille=marseilles, lyon=lyons, toulouse, nice, nantes, strasbourg, bordeaux, lille,
    montpellier, rennes, toulon, grenoble, cannes, biarritz, le havre, evian, reims, dijon, brest, calais,
    dunkirk
gabon: libreville
gambia: banjul
georgia: tbilisi, batumi, kutaisi, gori
germany: berlin, hamburg, munich, cologne=koln, frankfurt=frankfurt am main, stuttgart, dusseldorf, leipzig,
    dortmund, essen, bremen, dresden, hannover=hanover, nuremberg, duisburg, bochum, bonn, mannheim, karlsruhe,
    wiesbaden, munster, augsburg, aachen, kiel, magdeburg, lubeck, rostock, mainz, erfurt, kassel, potsdam,
    ramstein, elmau, heiligendamm, wolfsburg, heidelberg
ghana: accra, kumasi, tamale
greece: athens, thessaloniki, patras, piraeus, heraklion, lesbos
greenland: nuuk
guatemala: guatemala city
guinea: conakry
guinea-bissau: bissau
guyana: georgetown
haiti: port-au-prince, cap-haitien
honduras: tegucigalpa, san pedro sula
hong kong: kowloon
hungary: budapest, debrecen, szeged, pecs, gyor
iceland: reykjavik
india: new delhi=delhi, mumbai=bombay, kolkata=calcutta, chennai=madras, bengaluru=bangalore, hyderabad,
    ahmedabad, pune, surat, jaipur, lucknow, kanpur, nagpur, indore, bhopal, patna, chandigarh, amritsar,
    srinagar, jammu, goa, kochi, varanasi, guwahati, thiruvananthapuram, visakhapatnam, agra, coimbatore,
    vadodara, ludhiana, shimla
indonesia: jakarta, surabaya, bandung, medan, denpasar, makassar, semarang, palembang, yogyakarta, nusantara,
    bekasi, tangerang
iran: tehran=teheran, mashhad, isfahan=esfahan, shiraz, tabriz, qom, natanz, fordow=fordo, bushehr, ahvaz, arak,
    bandar abbas, kermanshah
iraq: baghdad, basra, mosul, erbil=irbil, kirkuk, najaf, karbala, fallujah, sulaymaniyah, tikrit, ramadi
ireland: dublin, cork, limerick, galway, shannon
israel: jerusalem, tel aviv, haifa, beersheba, eilat, ashkelon, ashdod, sderot, nazareth
italy: rome, milan, naples, turin, palermo, genoa, bologna, florence, venice, bari, catania, verona, trieste,
    padua, taormina, pisa, ravenna, brindisi
ivory coast: yamoussoukro, abidjan, bouake
jamaica: kingston
japan: tokyo, osaka, yokohama, nagoya, sapporo, kobe, kyoto, fukuoka, kawasaki, hiroshima, nagasaki, sendai,
    niigata, fukushima, naha, ise-shima, nara
jordan: amman, aqaba, zarqa, irbid
kazakhstan: astana=nur-sultan, almaty, shymkent, aktau
kenya: nairobi, mombasa, kisumu, nakuru
kosovo: pristina, mitrovica, prizren
kuwait: kuwait city
kyrgyzstan: bishkek, osh
laos: vientiane, luang prabang
latvia: riga, daugavpils, jurmala
lebanon: beirut, tripoli, sidon, tyre, baalbek, naqoura
lesotho: maseru
liberia: monrovia
libya: tripoli, benghazi, misrata, sirte, tobruk, derna
liechtenstein: vaduz
lithuania: vilnius, kaunas, klaipeda
luxembourg: luxembourg city
madagascar: antananarivo
malawi: lilongwe, blantyre
malaysia: kuala lumpur, putrajaya, george town, johor bahru, kota kinabalu, kuching
maldives: male
mali: bamako, timbuktu, gao, kidal
malta: valletta, sliema
mauritania: nouakchott
mauritius: port louis
mexico: mexico city, guadalajara, monterrey, tijuana, puebla, cancun, ciudad juarez, leon, merida, acapulco,
    veracruz, culiacan, los cabos, queretaro
moldova: chisinau, tiraspol, balti
mongolia: ulaanbaatar=ulan bator
montenegro: podgorica, budva
morocco: rabat, casablanca, marrakesh=marrakech, fez, tangier, agadir
mozambique: maputo, beira, nampula, pemba
namibia: windhoek, walvis bay
nepal: kathmandu, pokhara
netherlands: amsterdam, rotterdam, the hague=hague, utrecht, eindhoven, groningen, maastricht, delft
new zealand: wellington, auckland, christchurch, queenstown
nicaragua: managua
niger: niamey, agadez
nigeria: abuja, lagos, kano, ibadan, kaduna, port harcourt, benin city, maiduguri, jos, enugu, sokoto, owerri
north korea: pyongyang, kaesong, wonsan, panmunjom
north macedonia: skopje, ohrid, bitola
norway: oslo, bergen, trondheim, stavanger, tromso
oman: muscat, salalah
pakistan: islamabad, karachi, lahore, rawalpindi, peshawar, quetta, faisalabad, multan, hyderabad, muzaffarabad,
    gujranwala, sialkot
palestine: ramallah, hebron, nablus, jenin, bethlehem, jericho
gaza: gaza city, khan younis=khan yunis, rafah, jabalia, deir al-balah
panama: panama city, colon
papua new guinea: port moresby
paraguay: asuncion
peru: lima, arequipa, cusco, trujillo
philippines: manila, davao, cebu, zamboanga, marawi, baguio
poland: warsaw, krakow=cracow, lodz, wroclaw, poznan, gdansk, szczecin, lublin, katowice, bialystok, rzeszow,
    gdynia, torun
portugal: lisbon, porto, braga, coimbra, faro, sintra
puerto rico: san juan
qatar: doha, al udeid
romania: bucharest, cluj-napoca, timisoara, iasi, constanta, brasov
russia: moscow, saint petersburg, novosibirsk, yekaterinburg=ekaterinburg, kazan, nizhny novgorod, chelyabinsk,
    samara, omsk, rostov-on-don, ufa, krasnoyarsk, voronezh, perm, volgograd, krasnodar, saratov, sochi,
    vladivostok, grozny, kaliningrad, murmansk, belgorod, kursk, bryansk, novorossiysk, irkutsk, khabarovsk,
    tula, taganrog, arkhangelsk, astrakhan, makhachkala, valdai, engels, sudzha
rwanda: kigali
saudi arabia: riyadh, jeddah=jedda, mecca, medina, dammam, dhahran, neom
senegal: dakar, saly
serbia: belgrade, novi sad, nis
seychelles: victoria
sierra leone: freetown
slovakia: bratislava, kosice
slovenia: ljubljana, maribor
somalia: mogadishu, kismayo, baidoa
somaliland: hargeisa, berbera
south africa: pretoria, johannesburg, cape town, durban, bloemfontein, port elizabeth=gqeberha
south korea: seoul, busan=pusan, incheon, daegu, daejeon, gwangju, ulsan, gyeongju, jeju
south sudan: juba, malakal
spain: madrid, barcelona, valencia, seville=sevilla, zaragoza, malaga, bilbao, granada, palma, alicante,
    cordoba, vigo, toledo, rota
sri lanka: colombo, kandy, jaffna, hambantota
sudan: khartoum, omdurman, port sudan, el fasher, nyala, el obeid, wad madani
suriname: paramaribo
sweden: stockholm, gothenburg=goteborg, malmo, uppsala, lund, kiruna
switzerland: bern=berne, zurich, geneva, basel, lausanne, lugano, lucerne, davos, burgenstock, montreux, st
    gallen
syria: damascus, aleppo, homs, hama, latakia, tartus, raqqa, deir ez-zor, palmyra, daraa, sweida, kobani
taiwan: taipei, kaohsiung, taichung, tainan, hsinchu, new taipei
tajikistan: dushanbe, khujand
tanzania: dodoma, dar es salaam, arusha, zanzibar
thailand: bangkok, chiang mai, phuket, pattaya
togo: lome
trinidad and tobago: port of spain
tunisia: tunis, sfax, sousse
turkey: ankara, istanbul, izmir, antalya, adana, bursa, gaziantep, konya, diyarbakir, mersin, incirlik, trabzon
turkmenistan: ashgabat
uganda: kampala, entebbe, gulu
ukraine: kyiv, kharkiv, odesa=odessa, dnipro, lviv, zaporizhzhia=zaporizhia, mykolaiv=nikolaev, kryvyi rih,
    donetsk, luhansk, kherson, mariupol, sevastopol, simferopol, poltava, chernihiv, sumy, vinnytsia, zhytomyr,
    cherkasy, khmelnytskyi, chernivtsi, ivano-frankivsk, ternopil, lutsk, rivne, uzhhorod, kropyvnytskyi, bila
    tserkva, kramatorsk, sloviansk, melitopol, berdiansk, enerhodar, chornobyl
united arab emirates: abu dhabi, dubai, sharjah, fujairah
england: london, birmingham, manchester, liverpool, leeds, sheffield, bristol, newcastle, nottingham, leicester,
    southampton, portsmouth, plymouth, oxford, cambridge, york, brighton, coventry, hull, sandhurst, bletchley
    park
scotland: edinburgh, glasgow, aberdeen, dundee, gleneagles, lockerbie
wales: cardiff, swansea, newport
northern ireland: belfast, londonderry=derry
district of columbia: washington=washington dc
alabama: birmingham, montgomery, mobile, huntsville
alaska: anchorage, juneau, fairbanks
arizona: phoenix, tucson, mesa
arkansas: little rock
california: los angeles, san diego, san jose, san francisco, fresno, sacramento, oakland, long beach, palo alto,
    rancho mirage, berkeley, malibu, san bernardino
colorado: denver, colorado springs, boulder, aspen
connecticut: hartford, new haven
delaware: wilmington, dover
florida: miami, tampa, orlando, jacksonville, tallahassee, palm beach, west palm beach, fort lauderdale, st
    petersburg, key west, pensacola, doral
georgia: atlanta, savannah, augusta
hawaii: honolulu, pearl harbor
idaho: boise
illinois: chicago, springfield, peoria
indiana: indianapolis, fort wayne
iowa: des moines
kansas: wichita, topeka
kentucky: louisville, lexington, frankfort
louisiana: new orleans, baton rouge
maine: augusta, bangor
maryland: baltimore, annapolis, bethesda
massachusetts: boston, worcester, springfield, martha's vineyard
michigan: detroit, lansing, grand rapids, ann arbor, flint
minnesota: minneapolis, st paul, duluth
mississippi: jackson, biloxi
missouri: kansas city, st louis, jefferson city
montana: helena, billings
nebraska: omaha, lincoln
nevada: las vegas, reno, carson city
new hampshire: concord, manchester, bretton woods
new jersey: newark, jersey city, trenton, atlantic city, bedminster, princeton
new mexico: albuquerque, santa fe, los alamos
new york: new york, new york city, buffalo, rochester, albany, syracuse, yonkers
north carolina: charlotte, raleigh, durham, greensboro, fayetteville
north dakota: bismarck, fargo
ohio: columbus, cleveland, cincinnati, toledo, dayton, akron, east palestine
oklahoma: oklahoma city, tulsa
oregon: portland, salem, eugene
pennsylvania: philadelphia, pittsburgh, harrisburg, scranton, butler
rhode island: providence
south carolina: columbia, charleston
south dakota: pierre, sioux falls
tennessee: nashville, memphis, knoxville, chattanooga
texas: houston, san antonio, dallas, austin, fort worth, el paso, laredo, galveston, uvalde
utah: salt lake city
vermont: montpelier, burlington
virginia: richmond, norfolk, virginia beach, arlington, alexandria, charlottesville, quantico, langley
washington state: seattle, tacoma, spokane, olympia
west virginia: charleston
wisconsin: milwaukee, madison, green bay, kenosha
wyoming: cheyenne, jackson hole
uruguay: montevideo, punta del este
uzbekistan: tashkent, samarkand, bukhara
venezuela: caracas, maracaibo, valencia, merida
vietnam: hanoi, ho chi minh city=saigon, da nang, haiphong, hue
yemen: sanaa=sana'a, aden, hodeidah, taiz, marib
zambia: lusaka, ndola
zimbabwe: harare, bulawayo
"""
"""Holder: its places; `=` joins the names of one place, and an indented line goes on with the last."""
