//! The words by which mail programs mark what they quote, in lower case, by language. Each list is asked one
//! line at a time and by equality where nothing else is said; a language that is absent costs a cut, never
//! a person's text.

/// "wrote", as the verb of an attribution line.
#[rustfmt::skip]
pub(super) const WROTE: &[&str] = &[
    "wrote", "writes",                                              // English
    "schrieb", "geschrieben",                                       // German
    "écrit", "ecrit",                                               // French
    "escribió", "escribio", "escribiu", "escreveu",                 // Spanish, Galician, Portuguese
    "escriure", "escrigué", "idatzi",                               // Catalan, Basque
    "scritto", "scrisse",                                           // Italian
    "schreef", "geschreven",                                        // Dutch
    "skrev", "skrifaði",                                            // Swedish, Danish, Norwegian; Icelandic
    "kirjoitti", "kirjutas",                                        // Finnish, Estonian
    "napisał", "napisała", "napisali", "napisano", "pisze",         // Polish
    "napsal", "napsala", "píše", "napísal", "napísala",             // Czech, Slovak
    "napisao", "napisala", "napisal", "piše",                       // Croatian, Serbian, Slovene
    "rakstīja", "rašė",                                             // Latvian, Lithuanian
    "írta", "scris", "yazdı",                                       // Hungarian, Romanian, Turkish
    "написал", "написала", "пишет", "писал", "писала",              // Russian
    "написав", "пише", "написа", "написао", "напісаў",              // Ukrainian, Bulgarian, Serbian, Belarusian
    "έγραψε", "כתב", "כתבה", "كتب", "كتبت", "نوشت",                 // Greek, Hebrew, Arabic, Persian
    "viết", "menulis", "लिखा",                                      // Vietnamese, Indonesian, Hindi
];

/// The same where words are not set apart by spaces: what the last word ends with.
pub(super) const WROTE_AT_END: &[&str] = &[
    "写道",
    "寫道",
    "写了",
    "작성",
    "작성했습니다",
    "썼습니다",
    "書きました",
    "のメール",
    "のメッセージ",
    "เขียน",
];

/// What can stand between the verb and the colon: "skrev följande:", "napsal(a):", "idatzi du:".
pub(super) const AFTER_WROTE: &[&str] = &["a", "la", "följande", "følgende", "du", "dne"];

/// What before the verb says that the writer of this very mail speaks: "as I wrote:".
pub(super) const OWN: &[&str] = &["i", "ai", "j’ai", "ho", "am"];

/// What attribution lines begin with, before the date.
#[rustfmt::skip]
pub(super) const ON: &[&str] = &[
    "on", "at", "in", "am", "le", "el", "il", "em", "op", "w", "dnia", "den", "på", "dne", "dňa", "dana",
    "pe", "în", "στις", "в", "на", "у", "في", "בתאריך", "در", "在", "vào", "pada", "som",
];

/// The names of the field that says from whom a mail is.
#[rustfmt::skip]
pub(super) const FROM: &[&str] = &[
    "from", "von", "absender", "de", "expéditeur", "remitente", "remetente", "da", "mittente", "van", "afzender",
    "od", "nadawca", "från", "avsändare", "fra", "avsender", "lähettäjä", "saatja", "feladó", "de la",
    "expeditor", "expeditorul", "šalje", "pošiljatelj", "от", "от кого", "отправитель", "від", "від кого",
    "kimden", "gönderen", "από", "מאת", "من", "از", "dari", "từ", "จาก",
    "差出人", "送信者", "发件人", "寄件者", "寄件人", "發件人", "보낸 사람", "보낸사람",
];

/// The names of the field that says what a mail is about.
#[rustfmt::skip]
pub(super) const SUBJECT: &[&str] = &[
    "subject", "betreff", "objet", "sujet", "asunto", "assunto", "oggetto", "onderwerp", "temat", "předmět",
    "predmet", "zadeva", "naslov", "ämne", "emne", "aihe", "otsikko", "teema", "tárgy", "subiect", "subiectul",
    "тема", "относно", "konu", "θέμα", "נושא", "الموضوع", "موضوع", "subjek", "perihal", "chủ đề", "เรื่อง",
    "件名", "主题", "主題", "主旨", "标题", "제목",
];

/// The names of the other fields: when, to whom, and what few have.
#[rustfmt::skip]
pub(super) const FIELDS: &[&str] = &[
    "sent", "date", "to", "cc", "bcc", "reply-to", "importance", "priority", "attachments",
    "gesendet", "datum", "an", "kopie", "wichtigkeit", "priorität", "antwort an",
    "envoyé", "envoyé le", "à", "a", "pour", "copie à", "importance haute", "répondre à",
    "enviado", "enviado el", "fecha", "para", "responder a", "enviada", "enviada em", "enviado em", "data",
    "inviato", "rispondi a", "verzonden", "aan", "beantwoorden",
    "wysłano", "wysłane", "do", "dw", "kopia", "odesláno", "komu", "odoslané", "dátum", "pre", "kópia", "poslano",
    "skickat", "till", "sendt", "dato", "til", "kopi", "lähetetty", "päivämäärä", "päiväys", "vastaanottaja",
    "kopio", "elküldve", "küldve", "címzett", "másolat", "másolatot kap", "trimis", "dată", "către", "catre",
    "destinatarul", "prima", "za", "saadetud", "kellele",
    "отправлено", "дата", "кому", "копия", "надіслано", "відправлено", "копія", "изпратено", "до",
    "gönderilen", "gönderildi", "gönderme tarihi", "tarih", "kime", "bilgi", "στάλθηκε", "ημερομηνία", "προς", "κοιν",
    "נשלח", "תאריך", "אל", "עותק", "تاريخ الإرسال", "تم الإرسال", "أرسلت", "التاريخ", "إلى", "نسخة",
    "dikirim", "tanggal", "kepada", "đã gửi", "ngày", "đến", "tới",
    "送信日時", "送信日", "日時", "日付", "宛先", "发送时间", "发送日期", "时间", "日期", "收件人", "收件者", "抄送",
    "寄件日期", "傳送時間", "副本", "보낸 날짜", "날짜", "받는 사람", "받는사람", "참조",
];

/// What stands between dashes above a quoted mail.
#[rustfmt::skip]
pub(super) const TITLES: &[&str] = &[
    "original message", "original e-mail", "original email", "reply message", "forwarded message",
    "ursprüngliche nachricht", "originalnachricht", "original-nachricht", "weitergeleitete nachricht",
    "message d'origine", "message d’origine", "message original", "message transféré", "message transmis",
    "mensaje original", "mensaje reenviado", "missatge original", "mensaxe orixinal",
    "mensagem original", "mensagem encaminhada", "mensagem reencaminhada",
    "messaggio originale", "messaggio inoltrato", "oorspronkelijk bericht", "doorgestuurd bericht",
    "oryginalna wiadomość", "wiadomość oryginalna", "wiadomość pierwotna", "treść oryginalnej wiadomości",
    "przekazana wiadomość", "treść przekazanej wiadomości", "původní zpráva", "původní e-mail",
    "přeposlaná zpráva", "pôvodná správa", "preposlaná správa", "izvorna poruka", "originalna poruka",
    "proslijeđena poruka", "izvirno sporočilo", "ursprungligt meddelande", "originalmeddelande",
    "vidarebefordrat meddelande", "oprindelig meddelelse", "videresendt meddelelse", "opprinnelig melding",
    "videresendt melding", "alkuperäinen viesti", "välitetty viesti", "välitetty viesti / fwd.msg",
    "edelleenlähetetty viesti", "eredeti üzenet", "továbbított üzenet", "mesaj original", "mesajul original",
    "mesaj redirecționat", "исходное сообщение", "пересылаемое сообщение", "пересланное сообщение",
    "перенаправленное сообщение", "оригінальне повідомлення", "вихідне повідомлення", "переслане повідомлення",
    "оригинално съобщение", "orijinal mesaj", "orijinal ileti", "özgün ileti", "i\u{307}letilmiş mesaj",
    "i\u{307}letilen i\u{307}leti", "αρχικό μήνυμα", "הודעה מקורית", "الرسالة الأصلية", "الرسالة الأصليّة",
    "پیام اصلی", "pesan asli", "tin nhắn gốc", "thư gốc", "元のメッセージ", "元のメール", "転送メッセージ",
    "原始邮件", "原邮件", "回复的原邮件", "原始郵件", "转发邮件", "转发的邮件", "원본 메시지", "원본 메일", "전달된 메시지",
];

/// What stands alone, before a colon, above a forwarded mail.
#[rustfmt::skip]
pub(super) const FORWARDED: &[&str] = &[
    "begin forwarded message", "anfang der weitergeleiteten nachricht", "anfang der weitergeleiteten e-mail",
    "début du message réexpédié", "début du message transféré", "inicio del mensaje reenviado",
    "inizio messaggio inoltrato", "início da mensagem reencaminhada", "início da mensagem encaminhada",
    "begin doorgestuurd bericht", "początek przekazywanej wiadomości", "začátek přeposlané zprávy",
    "začátek přeposílané zprávy", "začiatok preposlanej správy", "započni proslijeđenu poruku",
    "vidarebefordrat mejl", "vidarebefordrat brev", "start på videresendt besked", "videresendt melding",
    "välitetty viesti alkaa", "továbbított levél kezdete", "începe mesajul redirecționat",
    "начало переадресованного сообщения", "початок листа, що пересилається", "转发的邮件", "転送されたメッセージ",
];

/// How the line begins that a phone or a mail program puts below a text.
#[rustfmt::skip]
pub(super) const SENT_FROM: &[&str] = &[
    "sent from ", "sent via ", "sent with ", "sent using ", "von mein", "gesendet von ", "gesendet mit ",
    "gesendet über ", "diese nachricht wurde von mein", "envoyé de", "envoyé à partir", "envoyé avec",
    "envoyé via", "enviado desde ", "enviado con ", "enviado de", "enviado do ", "enviado a partir ",
    "enviado com ", "enviada do ", "enviat des", "inviato da", "inviato con ", "verzonden vanaf ", "verzonden met ",
    "verzonden van", "verstuurd van", "wysłane z", "wysłano z", "odesláno z", "odoslané z", "poslano s", "poslano z",
    "skickat från ", "skickat med ", "sendt fra ", "sendt med ", "lähetetty ", "elküldve a", "trimis de pe ",
    "trimis din ", "отправлено с ", "отправлено из ", "надіслано з ", "відправлено з ", "изпратено от ",
    "στάλθηκε από ", "נשלח מ", "أرسلت من", "أُرسلت من", "مرسل من", "تم الإرسال من", "ارسال شده از", "dikirim dari ",
    "được gửi từ", "đã gửi từ", "gửi từ ", "发自我的", "發自我的", "来自我的",
];

/// How it ends in languages that put the verb last; then it begins with the device, or with [`MY`].
pub(super) const SENT_FROM_AT_END: &[&str] =
    &["gönderildi", "から送信", "から送信されました", "에서 보냄", "에서 보냈습니다", "发送", "傳送"];

/// "My", where it is written before the device.
pub(super) const MY: &[&str] = &["내 ", "나의 ", "从我的", "從我的"];

/// What such a line names; without one of these it may be a sentence.
#[rustfmt::skip]
pub(super) const DEVICES: &[&str] = &[
    "iphon", "ipad", "ipod", "android", "samsung", "galaxy", "huawei", "xiaomi", "redmi", "oneplus", "pixel",
    "blackberry", "smartphone", "windows", "outlook", "gmail", "yahoo", "proton", "gmx", "web.de", "mail app",
    "libero mail", "mail.ru", "mobil", "móvil", "мобильн", "celular", "phone", "handy", "tablet", "telefon", "telefoon",
    "teléfono", "téléphone", "телефон", "puhelim", "手机", "手機", "휴대폰",
];

/// How the line begins, or ends, in which Outlook speaks of itself.
#[rustfmt::skip]
pub(super) const GET: &[&str] = &[
    "get ", "holen ", "laden ", "télécharge", "obtenir ", "obtenez ", "obtener ", "obtén ", "descarga", "scarica ",
    "ottieni ", "obter ", "obtenha ", "baixar ", "baixe ", "transferir ", "download ", "pobierz ", "uzyskaj ",
    "hämta ", "skaffa ", "hent ", "få ", "hanki ", "lataa ", "získ", "stáhn", "получ", "скача", "загруз",
    "завант", "отрим", "获取", "下载", "取得", "下載", "تنزيل", "الحصول", "beziehen", "herunterladen", "downloaden",
    "edinin", "indirin", "を入手", "다운로드",
];
