# سطر أوامر توغونا بالعربية.
# ما بين علامتي ` يُكتب كما هو ولا يُترجم.

## المساعدة

head-usage = الاستعمال:
head-commands = الأوامر
head-arguments = المعطيات
head-options = الخيارات
head-global = خيارات كل الأوامر
head-examples = أمثلة:

help-toguna =
    مساحات معمّاة من طرف إلى طرف لتحالفات المدافعين عن حقوق الإنسان، عبر مُرحِّل لا يستطيع قراءة شيء منها.
help-toguna-after =
    يفصّل `toguna COMMAND --help` القول في كل أمر.
    رموز الخروج: 0 تمّ؛ 2 ما أُعطي غير صحيح؛ 3 غير مسموح؛ 4 غير موجود؛ 5 تغيّر الوضع، اقرأ ثم أعد المحاولة؛ 6 ليس الآن، حاول لاحقًا؛ 7 ثمة عطب.
    تُسمّى المساحة (S) بعنوانها أو بمعرّفها، وتكفي بداية لا لبس فيها.
help-join = الانضمام إلى شبكة بالرابط الذي تسلّمته
help-whoami = بيان هوية هذا الجهاز مع البصمة التي يقارنها الزملاء
help-status = بيان ما لم يُقرأ وما ينتظر وما يحتاج إلى انتباه
help-space = تأسيس المساحات ودعوة الناس إليها ومغادرتها
help-space-create = تأسيس مساحة تكون أنت المسؤول عنها
help-space-list = سرد مساحاتك
help-space-show = عرض مساحة: أعضاؤها وما ينتظر الإرسال
help-space-invite = دعوة الزملاء بأسمائهم
help-space-invitations = سرد الدعوات التي تنتظر جوابك
help-space-accept = قبول دعوة
help-space-decline = الاعتذار عن دعوة
help-space-remove = إخراج عضو؛ ويتلقى الباقون مفاتيح جديدة
help-space-refound = إعادة تأسيس مساحة توقفت، من دون من أوقفها
help-space-refound-after = من يستطيع أن يتحقق بنفسه من أن أحد المسؤولين على حق يتبعه تلقائيًا، ويُسأل الآخرون. ويبقى ما قيل مقروءًا، وما كان ينتظر الإرسال يُرسل في المساحة الجديدة. إن انقطع الأمر فشغّله مرة أخرى.
help-space-settle = المتابعة في مساحة بعد مقارنتها مع الزملاء
help-space-settle-after = إذا عُرضت على الأعضاء سجلات مختلفة فإن الإرسال ينتظر. قارنوا بالصوت أو وجهًا لوجه؛ ويبقى ما عُثر عليه محفوظًا.
help-space-leave = مغادرة مساحة
help-space-forget = محو ما يحفظه هذا الجهاز من مساحة غادرتها
help-space-forget-after = يجب أن تكون قد غادرت المساحة أو أُخرجت منها. ما يحفظه الآخرون يبقى عندهم. ولا يمكن استرجاعه.
help-space-close = محو كل ما يحفظه المُرحِّل من مساحة بعد أسبوع
help-space-close-after = للمسؤولين. يعلم كل عضو بذلك فورًا ويرى من طلبه. وحتى ذلك الحين يستمر كل شيء، و`--withdraw` يتراجع عنه. ثم لا يمكن قول شيء أو جلبه أو استرجاعه؛ وما قرأته أجهزة الأعضاء يبقى فيها إلى أن تنساه.
help-space-retention = ألّا تُحفظ الرسائل أطول من مدة، بما فيها ما قيل من قبل
help-space-retention-after = للمسؤولين. من الآن لا تعيش الرسائل أطول مما يقوله `--shorten`؛ وما سيكون أقدم من ذلك بعد أسبوع يُمحى حينها، لدى المُرحِّل وعلى أجهزة الأعضاء. يعلم كل عضو بذلك فورًا ويرى من طلبه؛ وحتى ذلك الحين يتراجع عنه `--withdraw`. تبقى المواد والملفات والسجلات. نفّذه مرة أخرى لما لم يكن قديمًا بما يكفي. من دون خيارات يعرض مدة حفظ الرسائل.
help-space-role = إعطاء عضو دورًا آخر
help-space-rename = إعطاء مساحة عنوانًا آخر
help-space-policy = عرض ما اتفق عليه أعضاء المساحة أو تغييره
help-space-policy-after = تحتفظ الرسالة بالمدة التي قيلت في ظلها. من دون خيارات يُعرض ما هو متفق عليه فقط.
help-space-history = عرض ما أُعطي لهذا الجهاز من الزمن السابق لانضمامه
help-space-history-after = ما اتفق عليه الأعضاء يحدد مقدار ذلك: انظر `space policy`. وما مُنح يُقرأ من المرحِّل من جديد ويُقارن بما وقّعه الأعضاء؛ ولا يُعتد بشيء منه قبل ذلك.
help-space-update-keys = تجديد مفاتيح هذا الجهاز في مساحة
help-space-update-keys-after = افعل ذلك إذا كان من الممكن أن يكون أحد قد نسخ مفاتيح هذا الجهاز: فلن يقرأ شيئًا مما يقال بعد ذلك.
help-say = قول شيء في مساحة
help-say-after = رمز الخروج 0 يعني أن الإيصال الذي وقّعه المرحِّل قد دُقِّق وصار في خزنتك. والملف المذكور مع `--file` يذهب إلى المكتبة، حيث يجده من ينضم لاحقًا أيضًا، ويبقى فيها بعد زوال الرسالة.
help-read = قراءة مساحة بعد جلب جديدها
help-read-after = إن تعذّر الوصول إلى المرحِّل رأيت ما في هذا الجهاز، وكان رمز الخروج 6.
help-edit = إعطاء رسالتك أنت كلمات أخرى
help-delete = حذف رسالة: رسالتك، أو رسالة أي أحد إن كنت مسؤولًا
help-delete-after = يمحوها كل جهاز أمين. ومن قرأها ربما احتفظ بها في مكان آخر.
help-react = وضع إشارة على رسالة
help-pin = تثبيت رسالة لكل من في المساحة
help-thread = عرض رسالة وسلسلتها
help-message-after = تُسمّى الرسالة بموضعها في السجل كما يعرضه `toguna read` (12 أو #12)، أو ببداية معرّفها.
help-follow = متابعة مساحة أو كل المساحات حتى تضغط Ctrl-C
help-sync = جلب ما يوجد وإرساله مرة واحدة
help-sync-after = يخرج ما كان ينتظر ويدخل ما هو جديد. ويقرأ جهاز القادم الجديد أيضًا الزمن السابق، ويتابع من حيث قُطع.
help-library = حفظ ما يبقى: قوانين وأحكام وتقارير وما يُعرف عنها
help-library-add = إضافة مادة إلى مكتبة مساحة
help-library-add-after = النص بترميز UTF-8 ‏(.txt أو ‎.md) الذي لا يزيد على 128 كيبيبايت تحفظه المادة نفسها، وأي ملف آخر يذهب إلى المرحِّل مختومًا، حتى 4 غيبيبايت. وبعد أي انقطاع يتابع الأمر نفسه من حيث توقف. ومن دون عنوان تُسمى المادة باسم الملف. ويقرؤها من ينضم لاحقًا أيضًا، ما لم يتفق الأعضاء على غير ذلك.
help-library-attach = إضافة ملف كأحدث نسخة من مادة
help-library-attach-after = تبقى النسخ السابقة، ويعرضها الأمر `toguna library show S ITEM`. وبعد أي انقطاع يتابع الأمر نفسه من حيث توقف.
help-library-detach = سحب نسخة من مادة
help-library-detach-after = تُسحب أحدث نسخة ما لم يذكر `--version` غيرها. وإذا كان هذا الجهاز هو الذي أحضر الملف فإنه يُحذف من المُرحِّل أيضًا، نهائيًا. وما جلبه الآخرون قد يبقى عندهم، ويبقى في السجل أنه كان هناك.
help-library-keep-file = إبقاء ملف كان المُرحِّل سيحذفه
help-library-keep-file-after = للمسؤولين. ملف كان سيُحذف من المُرحِّل يبقى فيه، ويُسمّى بمعرّفه كما ذكره `library detach --at-relay`.
help-library-copy = نسخ مادة إلى مكتبة مساحة أخرى
help-library-copy-after = يطلع عليها أعضاء المساحة الأخرى وعلى ملفاتها وعلى مصدرها: المساحة والمادة ومن أضافها. وإذا أُعيد حُدّثت النسخة.
help-library-export = كتابة المكتبة كلها، مادة في كل سطر
help-library-export-after = البايتات نفسها لكل عضو قرأ إلى الموضع نفسه. وليس فيها ما لا يزال ينتظر الإرسال.
help-library-fields = الحقول: abstract-ar abstract-de abstract-en abstract-fr abstract-pt citation copied-from countries court creators date instruments key languages licence organisation rights source tags terms text title type url. وتُضاف إلى القوائم (countries, creators, instruments, languages, rights, tags, terms) قيمة واحدة في كل مرة.
help-library-get = عرض نص مادة أو كتابة ملفها هنا
help-library-get-after = أحدث نسخة، ما لم تُطلب غيرها. يجب ألا يكون الملف موجودًا. ولا تحميه عبارة المرور بعد ذلك.
help-library-history = عرض من غيّر مادة ومتى
help-library-import = إضافة ملفات أو مجلدات منها
help-library-import-after = إذا أُعيد فإنه لا يغيّر إلا ما تغيّر. ويُذكر الملف الذي لا يمكن أخذه وتؤخذ الملفات الأخرى. ولا تُتبع الروابط، ويُتجاوز ما هو مخفي في المجلدات.
help-library-index = جعل ما تقوله الملفات قابلًا للبحث على هذا الجهاز
help-library-index-after = ما تضيفه أو تفتحه أو تجلبه يُقرأ فورًا. وهذا الأمر يجلب كل الوثائق الأخرى التي لم تُقرأ بعد: PDF وDOCX وOpenDocument وHTML وMarkdown والنصوص. وإذا قوطع تابع من حيث كان.
help-library-list = عرض ما في مكتبة مساحة
help-library-read-list = إعداد قوائم قراءة: مواد ومقاطع منها، مرتّبة
help-library-read-list-after = يُعرف المقطع بكلماته فيُعثر عليه من جديد في النسخة التالية. ويُقارَن بما قرأه هذا الجهاز بنفسه: وما يدّعي أحد اقتباسه فحسب يُشار إليه. وأرقام البنود هي التي تُعرض بها.
help-library-refer = عرض ما تحيل إليه مادة وما يحيل إليها، أو الإحالة إلى أخرى
help-library-refer-after = من المادة كلها أو من مقطع منها إلى أخرى كلها أو إلى مقطع منها: يُعرف المقطع بكلماته ويُقارَن بما قرأه هذا الجهاز بنفسه.
help-library-open = فتح مادة في برنامج آخر ثم محو النسخة
help-library-open-after = تبقى النسخة في الذاكرة، في مجلد لا يقرؤه غيرك، حتى ينتهي البرنامج المذكور بعد `--with` أو تضغط Enter. وقد يحتفظ البرنامج الآخر بآثار خاصة به.
help-library-set = قول المزيد عن مادة أو شيء آخر عنها
help-library-set-after = القيمة الفارغة تزيل الحقل.
help-library-show = عرض ما يُعرف عن مادة
help-library-tag = وضع كلمات على مادة أو نزعها
help-search = ابحث عمّا قيل بكلماته
help-search-after = يجب أن ترد الكلمات كلها؛ و«الكلمات بين علامتي تنصيص» متتابعة، وحر* كل كلمة تبدأ هكذا. لا فرق في التشكيل وأل التعريف والهمزات وعلامات الحروف اللاتينية. يجري البحث في هذا الجهاز وحده، فيما جلبه، ولا يعلم به أحد.
help-doctor = فحص الخزنة والمرحِّل والساعة والمساحات
help-demo = مشاهدة ثلاث مدافعات يتحادثن عبر مرحِّل حقيقي، ثم تفتيشه بحثًا عن كل كلمة
help-demo-after = يجري كل شيء على هذا الحاسوب. ولا يكون رمز الخروج 0 إن وُجد عند المرحِّل شيء مقروء.

example-join = قراءة الرابط من ملف كي لا يبقى في سجل الطرفية
example-create = تأسيس مساحة
example-list = رؤية مساحاتك
example-invite = دعوة زميلتين، فيمكنهما الكتابة والدعوة
example-remove = إخراج عضو من داخل سكربت
example-refound = المتابعة من دون من أوقف المساحة
example-forget = ألا يبقى على هذا الجهاز شيء من مساحة
example-close = إغلاق مساحة أدّت غرضها
example-close-withdraw = إبقاؤها مفتوحة في النهاية
example-retention = محو كل الرسائل الأقدم من شهر
example-retention-withdraw = إبقاؤها في النهاية
example-create-large = تأسيس مساحة لأكثر من 150 جهازًا، من دون تشفير ما بعد الكم
example-role = دعوة شخص إلى أن يقرر معك
example-policy = جعل الرسائل تختفي بعد أسبوع
example-history = معرفة ما إذا كان ماضي المساحة كاملًا
example-say = قول جملة واحدة
example-say-stdin = إرسال نص من ملف
example-edit = تصحيح جملة
example-react = الموافقة على رسالة
example-say-reply = الرد على رسالة وتسمية المقصود بها
example-say-file = إرسال رسالة صوتية
example-read = قراءة آخر خمسين مدخلًا
example-read-accept = قبول كل الدعوات ثم القراءة
example-sync = بيان كل خطوة
example-library-add = إضافة نص مع ما يُعرف عنه
example-library-attach = استبدال مسودة بما نُشر
example-library-detach = سحب مسودة
example-library-detach-relay = حذف ملف أحضره غيرك
example-library-keep-file = التراجع عمّا طُلب
example-library-cite = تسليم الاستشهادات إلى برنامج آخر
example-library-copy = استعمال نص في مساحة للتدريب
example-library-export = تسليم المكتبة في ملف
example-library-get = كتابة نص في ملف
example-library-get-version = كتابة نسخة سابقة في ملف
example-library-history = معرفة من غيّر مادة
example-library-import = إضافة مجلد من النصوص
example-library-index = قراءة كل وثائق مساحة قبل السفر
example-library-list = سرد ما يحمل وسمًا
example-library-open = قراءة مادة في البرنامج المعتاد
example-library-open-with = قراءة تقرير في برنامج تختاره
example-library-read-list = عرض قائمة ومواضع مقاطعها الآن
example-library-read-list-new = بدء قائمة للقادمين الجدد
example-library-read-list-quote = وضع مقطع فيها مع كلمة عن السبب
example-library-refer = ذكر المقطع الذي يستند إليه حكم
example-library-refer-show = معرفة ما يحيل إلى نص
example-library-set = ذكر المادة القانونية والناشر
example-library-show = عرض مادة
example-library-table = معرفة ما سيأتي به جدول من Uwazi
example-library-archive = أخذ أرشيف كما يأخذه Uwazi: جدول اسمه import.csv وملفاته
example-library-tag = وضع كلمتين على مادة
example-search = البحث في مساحة واحدة
example-search-phrase = إيجاد عبارة وبداية كلمة قيلتا هذا العام
example-search-save = البحث وحفظ البحث للمرة القادمة
example-search-saved = البحث عن الشيء نفسه من جديد
example-demo = الاحتفاظ بكل شيء للمتابعة يدويًا بعد ذلك

arg-home = مجلد خزنتك (متغير البيئة: TOGUNA_HOME؛ وإلا فمجلد البيانات المعتاد)
arg-json = الإجابة بصيغة JSON، كائن في كل سطر؛ والأخطاء كذلك على مخرج الأخطاء
arg-passphrase-file = قراءة عبارة المرور من هذا الملف (متغير البيئة: TOGUNA_PASSPHRASE_FILE؛ وإلا سُئلت عنها)
arg-lang = اللغة: ar أو de أو en أو fr أو pt (متغير البيئة: TOGUNA_LANG؛ وإلا فلغة نظامك)
arg-proxy = بلوغ المرحِّل عبر وسيط SOCKS5 هذا، مثل تور: socks5://127.0.0.1:9050
arg-help = عرض هذه المساعدة
arg-version = عرض الإصدار
arg-link = رابط التسجيل، أو `-` لقراءته من المدخل القياسي
arg-own-handle = الاسم الذي يجدك به زملاؤك؛ ولا بأس باسم مستعار
arg-space = المساحة: عنوانها أو معرّفها أو بداية أحدهما إن لم يكن فيها لبس
arg-title = العنوان؛ لا يقرؤه إلا الأعضاء
arg-handles = أسماء من تدعوهم
arg-role = ما يُسمح لهم به: reader (القراءة) أو contributor (المساهمة، وهو المعتاد) أو steward (المسؤولية)
arg-hurry = إرسال الدعوات فورًا لا بعد 5 إلى 120 ثانية؛ وقد يخمّن المرحِّل عندئذ إلى أي مساحة تعود
arg-no-wait-letters = عدم انتظار خروج الدعوات؛ يرسلها أمر لاحق
arg-invitation = الدعوة: بداية معرّفها أو اسم من يدعوك
arg-removed = اسم العضو المراد إخراجه
arg-list-all = أيضًا المساحات التي تستمر في مساحة أخرى
arg-refound-anyway = حتى إن أعاد شخص آخر تأسيسها، أو كان من تعذّرت عليهم متابعة التغيير الأخير قلة؛ وعندئذ يُسأل الجميع
arg-yes = عدم طلب التأكيد
arg-at-relay = بصفتك مسؤولًا، ليحذف المُرحِّل ملفها بعد أسبوع أيًّا كان من أحضره
arg-file-id = ملف بمعرّفه: 32 رقمًا ست عشريًّا
arg-withdraw = سحب الطلب
arg-shorten = مدة بقاء الرسائل، حتى ما قيل منها: 1d أو 7d أو 30d أو 90d أو 365d
arg-successor = اسم العضو الذي يتولى المسؤولية إن كنت آخر من يحملها
arg-large = استعمال التشفير التقليدي الذي يتسع لـ 2000 جهاز؛ تشفير ما بعد الكم يتسع لـ 150
arg-role-handle = اسم العضو
arg-role-new = الدور الجديد: reader (القراءة) أو contributor (المساهمة) أو steward (المسؤولية)
arg-title-new = العنوان الجديد؛ لا يقرؤه إلا الأعضاء
arg-newcomers = ما يقرؤه القادمون الجدد مما سبقهم: full (كل شيء) أو from-join (لا شيء)
arg-lifetime = مدة بقاء الرسائل، على الأجهزة وفي المرحِّل: keep (بلا نهاية) أو 1d أو 7d أو 30d أو 90d أو 365d
arg-era-age = العمر الذي يُجدَّد عنده مفتاح الوثائق الجديدة، مثل 12h أو 7d
arg-heal = تجديد المفتاح الذي تُختم به الوثائق أيضًا
arg-text = ما يُقال؛ وإن لم يُعطَ قُرئ المدخل القياسي
arg-anyway = الإرسال مع أن سجلات مختلفة عُرضت على الأعضاء
arg-no-wait-say = وضعه في صندوق الصادر فقط؛ يرسله أمر لاحق
arg-wait-say = مدة انتظار إقرار مرحِّل صامت، مثل 30s أو 2m (وإلا فهي 10s، وعبر وسيط 30s)؛ ثم تبقى الرسالة في صندوق الصادر
arg-last = عرض آخر N من المداخل (المعتاد 20)
arg-all = عرض كل ما في هذا الجهاز
arg-offline = عدم الاتصال بالمرحِّل
arg-accept = قبول كل الدعوات المنتظرة أولًا
arg-message = الرسالة: موضعها، مثل 12، أو بداية معرّفها
arg-text-new = الكلمات الجديدة
arg-sign = رمز تعبيري أو كلمة قصيرة
arg-undo = إزالتها من جديد
arg-reply = الرسالة التي تردّ عليها هذه
arg-say-file = ملف يتحدث عنه الكلام أو يقوم مقامه؛ ويمكن تكراره
arg-thread = الرسالة التي تنتمي هذه إلى سلسلتها
arg-to = اسم عضو مقصود؛ يجوز تكراره
arg-tell-read = إخبار الأعضاء إلى أين قرأت
arg-words = الكلمات المطلوبة
arg-progress = بيان مدى التقدم بعد كل مساحة
arg-atomic = عدم أخذ شيء من الجدول إذا تعذر أخذ صف منه
arg-dry-run = بيان ما كان سيُفعل فقط
arg-file = ملف
arg-format = jsonl (الكل، مادة في كل سطر) أو csv (جدول) أو ris أو bibtex أو csl-json
arg-item = المادة: عنوانها أو بداية معرّفها
arg-item-date = متى صدرت: 1948، 1948-12، 1948-12-10، 2019-05/2020
arg-list = القائمة: عنوانها أو بداية معرّفها؛ كل القوائم إن لم تُذكر
arg-list-new = بدء القائمة إن لم توجد قائمة بهذا العنوان
arg-list-add = وضع مادة في آخر القائمة
arg-quote = ليس المادة كلها بل المقطع الذي فيه هذه الكلمات
arg-page = صفحة المقطع إن وردت الكلمات أكثر من مرة
arg-note = ما يُقال عن البند؛ والفارغ يزيله
arg-list-entry = البند الذي يخصه ‎--note
arg-list-move = نقل بند إلى الموضع المذكور بعد ‎--to
arg-list-to = الموضع الذي يُنقل إليه
arg-list-remove = إزالة بند من القائمة؛ وتبقى المادة
arg-list-rename = تسمية القائمة باسم آخر
arg-list-delete = إزالة القائمة كلها؛ وتبقى المواد
arg-refer-to = المادة المُحال إليها: عنوانها أو بداية معرّفها
arg-from-quote = المقطع الذي يحيل، بكلماته؛ وإلا فالمادة كلها
arg-refer-note = ما يُقال عنه
arg-refer-remove = إزالة إحالة برقمها
arg-search-save = حفظ هذا البحث باسم، على هذا الجهاز وحده
arg-search-saved = البحث عما حُفظ باسم؛ وللخيارات المعطاة الأولوية
arg-search-list = عرض عمليات البحث المحفوظة
arg-search-forget = نسيان بحث محفوظ
arg-paths = ملفات أو مجلدات منها أو جداول (‎.csv)
arg-remove-tag = نزعها بدلًا من وضعها
arg-set = حقل وقيمته
arg-tag = كلمة تُعرف بها
arg-to-file = الملف الذي يُكتب، أو المجلد الذي يُكتب فيه
arg-version-of-item = أي نسخة؛ الأحدث إن لم تُذكر
arg-text-only = النص، حتى إن وُجد ملف
arg-to-space = المساحة التي يُنسخ إليها
arg-with-tag = المواد التي تحمل هذا الوسم فقط
arg-with-program = الفتح بهذا البرنامج والانتظار حتى ينتهي
arg-insecure-temp = إن لم يوجد مجلد في الذاكرة: على القرص، حيث قد تبقى آثار
arg-in-space = في هذه المساحة فقط
arg-from = ما قاله هذا الشخص فقط
arg-search-kind = الرسائل وحدها (message) أو مواد المكتبات وحدها (item)
arg-since = ما قيل في هذا اليوم أو بعده فقط (2026-11-23)
arg-until = ما قيل في هذا اليوم أو قبله فقط
arg-limit = هذا العدد على الأكثر، الأفضل أولًا؛ وإلا فعشرون
arg-follow-space = المساحة؛ وإن لم تُعطَ فكل المساحات
arg-keep = الاحتفاظ بالخزنات والمرحِّل في هذا المجلد، وبيان كيفية المتابعة

## كلمات

role-reader = قراءة
role-contributor = مساهمة
role-steward = مسؤولية
role-none = بلا دور
state-founding = قيد التأسيس
state-joining = قيد الانضمام
state-active = نشطة
state-closed = مغلقة
state-leaving = قيد المغادرة
state-left = غادرتها
state-removed = أُخرجت منها
state-succeeded = تستمر في مساحة أخرى
state-wedged = متوقفة
suite-post-quantum = ما بعد الكم (ML-KEM-768 مع X25519)
suite-classical = تقليدية (X25519)، للمساحات الكبيرة
newcomers-full = كل شيء
newcomers-from-join = ما يأتي بعد انضمامهم
lifetime-keep = بلا نهاية
span-days = { $count ->
    [zero] { $count } يوم
    [one] يوم واحد
    [two] يومان
    [few] { $count } أيام
    [many] { $count } يومًا
   *[other] { $count } يوم
}
span-hours = { $count ->
    [zero] { $count } ساعة
    [one] ساعة واحدة
    [two] ساعتان
    [few] { $count } ساعات
    [many] { $count } ساعة
   *[other] { $count } ساعة
}
field-era-max-age = عمر الحقبة
field-handle = الاسم
field-text = النص
field-title = العنوان
field-handles = قائمة الأسماء
field-attachments = المرفقات
field-mentions = المقصودون
field-sign = الإشارة
entry-answers = ردًّا على { $who } { $place }: { $text }
entry-for = إلى { $people }
entry-file = ملف: { $name }، { $size }
entry-file-item = ملف: { $name }، { $size }، في المكتبة: { $item }
entry-edited = معدّلة
entry-pinned = مثبّتة
entry-by = ({ $people })
word-you = أنت
word-unknown = مجهول
word-queued = لم يخرج بعد
detail-seconds-apart = الفرق بالثواني
detail-fewest = أقل عدد منتظر
detail-wanted = المطلوب
detail-spaces = المساحات
detail-waiting = المنتظر

## أسئلة

ask-passphrase = عبارة المرور:
ask-passphrase-new = اختر عبارة مرور (لا يستطيع أحد استرجاعها لك):
ask-passphrase-again = عبارة المرور نفسها مرة أخرى:
ask-remove = إخراج { $handle } من «{ $title }»؟ يتلقى الباقون مفاتيح جديدة، ولن يقرأ { $handle } شيئًا بعد ذلك. [ن/لا]
ask-leave = مغادرة «{ $title }»؟ لن تقرأ فيها شيئًا بعد ذلك. [ن/لا]
ask-forget = محو كل ما يحفظه هذا الجهاز من «{ $title }»؟ لا يمكن استرجاعه. [ن/لا]
ask-close = هل يُمحى بعد أسبوع كل ما يحفظه المُرحِّل من «{ $title }» عن جميع الأعضاء؟ [ن/لا]
ask-retention = من الآن تبقى الرسائل في «{ $title }»: { $what }. { $count ->
    [zero] لا تُمحى أي رسالة.
    [one] تُمحى رسالة واحدة عن جميع الأعضاء بعد أسبوع.
    [two] تُمحى رسالتان عن جميع الأعضاء بعد أسبوع.
    [few] تُمحى { $count } رسائل عن جميع الأعضاء بعد أسبوع.
    [many] تُمحى { $count } رسالة عن جميع الأعضاء بعد أسبوع.
   *[other] تُمحى { $count } رسالة عن جميع الأعضاء بعد أسبوع.
 } هل تتابع؟ [ن/لا]
ask-detach = هل تُسحب النسخة { $version } من «{ $title }»، { $file }، عن الجميع؟
ask-list-delete = هل تُزال قائمة القراءة «{ $title }» عن الجميع؟
ask-steward = إعطاء { $handle } المسؤولية عن «{ $title }»؟ من يحملها يقرر كل شيء، ويمكنه إخراجك أيضًا. [ن/لا]
ask-own-role = تغيير دورك أنت في «{ $title }» إلى { $role }؟ لا يعيده إليك إلا مسؤول. [ن/لا]
ask-delete = حذف هذه الرسالة من كل الأجهزة؟ [ن/لا]
ask-done-reading = اضغط Enter عند الانتهاء؛ تُمحى النسخة حينئذ.
ask-settle = هل قارنت «{ $title }» مع زملائك عبر قناة أخرى وتريد المتابعة؟ [ن/لا]
ask-refound = إعادة تأسيس «{ $title }» مع { $count } من أعضائها الآخرين، من دون { $who }؟ [ن/لا]
ask-refound-all = إعادة تأسيس «{ $title }» مع جميع أعضائها الآخرين وعددهم { $count }؟ لا أحد يعرف من أوقفها. [ن/لا]
ask-yes-words = ن نعم y

## أجوبة

out-joined = أنت { $handle } على المرحِّل { $endpoint }.
out-joined-next = التالي: `toguna space create TITLE`، أو انتظر دعوة: `toguna space invitations`.
out-handle = الاسم: { $handle }
out-relay = المرحِّل: { $endpoint }
out-account = الحساب: { $id }
out-device = الجهاز: { $id }
out-fingerprint = البصمة: { $digits }
out-compare = قارن البصمة مع زملائك وجهًا لوجه أو بالصوت، لا عبر هذه الشبكة.
out-status-unread = { $count ->
    [0] لا شيء غير مقروء (عدد المساحات: { $spaces }).
    [one] مدخل واحد غير مقروء (عدد المساحات: { $spaces }).
    [two] مدخلان غير مقروءين (عدد المساحات: { $spaces }).
    [few] { $count } مداخل غير مقروءة (عدد المساحات: { $spaces }).
   *[other] { $count } مدخلًا غير مقروء (عدد المساحات: { $spaces }).
}
out-status-messages = { $count ->
    [0] لا رسالة تنتظر الإرسال.
    [one] رسالة واحدة تنتظر الإرسال.
    [two] رسالتان تنتظران الإرسال.
    [few] { $count } رسائل تنتظر الإرسال.
   *[other] { $count } رسالة تنتظر الإرسال.
}
out-status-letters = { $count ->
    [0] لا مظروف ينتظر الإرسال.
    [one] مظروف واحد ينتظر الإرسال.
    [two] مظروفان ينتظران الإرسال.
    [few] { $count } مظاريف تنتظر الإرسال.
   *[other] { $count } مظروفًا ينتظر الإرسال.
}
out-status-invitations = { $count ->
    [0] لا دعوة تنتظر جوابك.
    [one] دعوة واحدة تنتظر جوابك: `toguna space invitations`.
    [two] دعوتان تنتظران جوابك: `toguna space invitations`.
    [few] { $count } دعوات تنتظر جوابك: `toguna space invitations`.
   *[other] { $count } دعوة تنتظر جوابك: `toguna space invitations`.
}
out-alarm = انتباه، «{ $title }»: { $what }
out-alarm-by = { $what } (بتوقيع { $who })
alarm-commit-invalid-committer = أجرى أحد الأعضاء تغييرًا لا يحق لأحد إجراؤه؛ توقفت المساحة
alarm-commit-invalid-nobody = وصل تغيير لا يحق لأحد إجراؤه ولا يتبيّن من أجراه؛ توقفت المساحة
alarm-commit-invalid-outsider = وصل تغيير لا يحق لأحد إجراؤه، من شخص ليس عضوًا وصله المفتاح من جهاز أحد الأعضاء؛ توقفت المساحة
alarm-commit-malformed = وصل تغيير لا يمكن قراءته؛ توقفت المساحة
alarm-member-contradicts = قال أحد الأعضاء شيئين مختلفين على أنهما شيء واحد؛ وقد رُفض الثاني. اسأل هذا العضو عبر قناة أخرى
alarm-member-oversteps = كتب أحد الأعضاء ما لا يحق له أن يكتبه؛ وقد رفضته الأجهزة كلها. ويستطيع أحد المسؤولين عن المساحة إخراج هذا العضو
alarm-needs-re-add = لم يعد هذا الجهاز قادرًا على المتابعة؛ وهو يطلب من الزملاء إعادته، ويتم ذلك حين يتصل أحدهم
alarm-not-healed = جدّد هذا الجهاز مفاتيحه قبل أكثر من يوم ولا يظهر ذلك في السجل؛ ومن نسخ المفاتيح القديمة ما زال يقرأ: قارن مع زملائك وفكّر في مرحِّل آخر
alarm-relay-forked = وقّع المرحِّل سجلًا ويعرض سجلًا آخر
alarm-relay-lied = يناقض المرحِّل ما كان قد وقّعه، أو يناقض سجله نفسه؛ ولم يُقبل شيء من ذلك. أخبر زملاءك عبر قناة أخرى
alarm-relay-withholds = يحجب المرحِّل ما كان قد أقرّ به
alarm-space-refounded = أعاد أحدهم تأسيس هذه المساحة، ولا يستطيع هذا الجهاز أن يحكم بنفسه على صحة ذلك؛ انظر `toguna space invitations`
alarm-sync-failed = تعذّر تحديث المساحة؛ شغّل `toguna doctor`
alarm-vault-put-back = في هذه المساحة كلمات باسمك لا يعرفها هذا الجهاز: استُعيدت بياناته من نسخة أقدم، أو أن عضوًا يتظاهر بذلك؛ وهو يجدّد مفاتيحه قبل أن يقول شيئًا
alarm-views-differ = عُرضت على الأعضاء سجلات مختلفة؛ فالمرحِّل أو أحدهم غير أمين
out-space-created = المساحة «{ $title }» قائمة وأنت المسؤول عنها. يبدأ معرّفها بـ { $id }.
out-space-created-next = التالي: `toguna space invite { $id } NAME`
out-space-none = لا تنتمي إلى أي مساحة بعد.
out-members = { $count ->
    [one] عضو واحد
    [two] عضوان
    [few] { $count } أعضاء
   *[other] { $count } عضوًا
}
out-unread = { $count ->
    [0] لا جديد
   *[other] غير مقروء: { $count }
}
out-unconfirmed = لم تتأكد بعد: لم يُرِك هذا السجلَّ أحد سوى المرحِّل و{ $inviter }.
out-only-inviter = لم يره حتى الآن إلا { $inviter } وأنت.
out-show-id = المعرّف: { $id }
out-show-state = الحالة: { $state }
out-show-role = دورك: { $role }
out-show-epoch = الحقبة: { $epoch }
out-show-suite = التعمية: { $suite }
out-show-people = الأعضاء:
out-show-waiting = ينتظر الإرسال:
out-devices = { $count ->
    [one] جهاز واحد
    [two] جهازان
    [few] { $count } أجهزة
   *[other] { $count } جهازًا
}
out-keys-renewed = جُدّدت المفاتيح: { $when }
out-keys-not-renewed = لم تُجدَّد المفاتيح منذ دخول هذا الجهاز المساحة
out-invited = دُعي: { $handle }
out-already = عضو من قبل: { $handle }
out-letters-left = خرجت الدعوات.
out-letters-waiting = { $count ->
    [one] مظروف واحد ينتظر؛ يرسله أول أمر يبلغ المرحِّل.
    [two] مظروفان ينتظران؛ يرسلهما أول أمر يبلغ المرحِّل.
    [few] { $count } مظاريف تنتظر؛ يرسلها أول أمر يبلغ المرحِّل.
   *[other] { $count } مظروفًا ينتظر؛ يرسلها أول أمر يبلغ المرحِّل.
}
out-progress-letters = { $count ->
    [one] مظروف واحد ما زال ينتظر مهلته العشوائية، من 5 إلى 120 ثانية…
    [two] مظروفان ما زالا ينتظران مهلتهما العشوائية، من 5 إلى 120 ثانية…
    [few] { $count } مظاريف ما زالت تنتظر مهلتها العشوائية، من 5 إلى 120 ثانية…
   *[other] { $count } مظروفًا ما زال ينتظر مهلته العشوائية، من 5 إلى 120 ثانية…
}
out-progress-sync = جارٍ الجلب: المساحات { $done } من { $spaces }، المداخل { $entries }…
out-invitation = { $id }  من { $inviter }، { $when }
out-invitation-succeeds =           تُكمل «{ $title }»: { $why }
out-doubt-competing = أنت تتابع في مساحة أخرى
out-doubt-not-a-steward = من يضمنها لم يكن مسؤولًا هناك. اسأل عبر قناة أخرى
out-doubt-not-as-agreed = أعضاؤها أو قواعدها ليست كما في المساحة المتوقفة. اسأل عبر قناة أخرى
out-doubt-not-verified = لا يستطيع هذا الجهاز أن يتحقق بنفسه من صحتها. اسأل عبر قناة أخرى
out-doubt-not-stopped = لكن تلك المساحة لم تتوقف هنا. اسأل عبر قناة أخرى
out-doubt-none = يتبعها هذا الجهاز تلقائيًا عند المزامنة التالية
out-invitations-none = لا دعوة تنتظر.
out-invitations-next = أجب بـ `toguna space accept ID` أو `toguna space decline ID`.
out-accepted = أنت الآن في «{ $title }».
out-declined = تمّ الاعتذار.
out-removed = لم يعد { $handle } من أعضاء «{ $title }».
out-refound-offered = سبق أن أعاد { $who } تأسيسها: `toguna space invitations`.
out-refounded = تستمر «{ $title }» في مساحة جديدة.
out-refound-left-out = من دون: { $who }
out-refound-brought = انتقل معك: { $handle }
out-refound-missing = تعذّرت الإضافة الآن: { $who }. ادعُ هذا الشخص بعد أن يتصل جهازه.
out-left = طلبت مغادرة «{ $title }»؛ ويُتمّها أحد الباقين من الأعضاء.
out-forgotten = لم يعد هذا الجهاز يحفظ شيئًا من «{ $title }».
out-closes = تُغلق في { $day }
out-show-no-steward-key = لم يتلقَّ هذا الجهاز مفتاح المسؤولين بعد: لا يستطيع طلب إغلاق المساحة.
out-closing = تُغلق «{ $title }» في { $day }: ويمحو المُرحِّل عندها كل ما يحفظه منها.
out-closing-withdrawn = تبقى «{ $title }» مفتوحة.
out-erasing = تُمحى الرسائل الأقدم في { $day }، لدى المُرحِّل وعلى أجهزة الأعضاء.
out-erasing-none = لا رسائل ستُمحى بطلب.
out-said = قيل، وأقرّ به المرحِّل برقم { $seq }.
out-queued = في صندوق الصادر؛ يخرج مع أول أمر يبلغ المرحِّل.
out-empty = لا شيء للقراءة بعد.
out-nothing-found = لم يُعثر على شيء في هذا الجهاز.
out-unreachable = يتعذر الوصول إلى المرحِّل؛ وهذا ما في الجهاز.
out-following = جارية المتابعة. اضغط Ctrl-C للتوقف.
out-offline = انقطع الاتصال؛ تُعاد المحاولة…
out-online = عاد الاتصال.
out-new-invitation = دعوة من { $inviter }: `toguna space accept { $id }`
out-file-open-to-others = يستطيع آخرون على هذا الحاسوب قراءة ملف عبارة المرور؛ انزع عنهم هذا الحق: chmod 600
event-arrived = يستطيع القراءة الآن: { $who }
event-joined = أعضاء جدد أضافهم { $who }: { $people }
event-gone = لم يعودوا هنا: { $people }
out-role-changed = دور { $handle } في «{ $title }» الآن: { $role }.
out-renamed = اسم المساحة الآن «{ $title }».
out-show-newcomers = يقرأ القادمون الجدد: { $what }
out-show-lifetime = مدة بقاء الرسائل: { $what }
out-show-era-age = تُجدَّد مفاتيح الوثائق بعد: { $what }
out-history-founder = لم يُكتب شيء في هذه المساحة قبل أن يكون هذا الجهاز فيها.
out-history-progress = قراءة الزمن السابق لهذا الجهاز: { $read } من { $of }
out-history-reading = يُقرأ الزمن السابق لهذا الجهاز: { $read } من { $count }. ولا يُعتد بشيء منه قبل التحقق منه.
out-history-refused = ما يعرضه المرحِّل من الزمن السابق لهذا الجهاز ليس ما وقّعه الأعضاء. لا يُعتد بشيء منه؛ وتحاول المزامنة التالية من جديد. قارنوا مع الزملاء.
out-history-whole = { $count ->
    [one] قُرئ كل ما سبق انضمام هذا الجهاز وجرى التحقق منه: مدخل واحد.
    [two] قُرئ كل ما سبق انضمام هذا الجهاز وجرى التحقق منه: مدخلان.
    [few] قُرئ كل ما سبق انضمام هذا الجهاز وجرى التحقق منه: { $count } مداخل.
   *[other] قُرئ كل ما سبق انضمام هذا الجهاز وجرى التحقق منه: { $count } مدخلًا.
}
out-history-withheld = { $count ->
    [one] ما كُتب قبل انضمام هذا الجهاز محجوب عنه: مدخل واحد. هكذا اتفق الأعضاء.
    [two] ما كُتب قبل انضمام هذا الجهاز محجوب عنه: مدخلان. هكذا اتفق الأعضاء.
    [few] ما كُتب قبل انضمام هذا الجهاز محجوب عنه: { $count } مداخل. هكذا اتفق الأعضاء.
   *[other] ما كُتب قبل انضمام هذا الجهاز محجوب عنه: { $count } مدخلًا. هكذا اتفق الأعضاء.
}
out-synced = مداخل جديدة: { $entries }. أُرسل: { $sent }. قُرئ من الزمن السابق: { $replayed }. دعوات جديدة: { $invitations }.
out-import-added = أُضيف: { $file }
out-import-changed = تغيّر: { $file }
out-import-progress = جارٍ الأخذ: الملفات { $done } من { $of }…
out-upload-progress = جارٍ الإرسال: { $percent }٪ من { $size }…
out-file-fault = { $file }: { $fault }
out-fetch-progress = جارٍ الجلب: { $percent }٪ من { $size }…
out-copy-progress = جارٍ النسخ: { $percent }٪ من { $size }…
out-import-refused = لم يؤخذ: { $file }
out-import-unchanged = لم يتغيّر: { $file }
out-item-added = «{ $title }» في المكتبة.
out-item-changed = تغيّرت «{ $title }».
out-item-version = النسخة { $version }، { $size }
out-item-on-list = في قائمة القراءة «{ $title }»
out-detached = سُحبت النسخة { $version } من «{ $title }».
out-detached-deleted = حُذف ملفها من المُرحِّل.
out-detached-stays = ملفها باقٍ في المُرحِّل ولا يقرؤه: ويستطيع من أحضره أن يحذفه هناك، من الجهاز الذي أحضره منه.
out-detached-goes = يحذف المُرحِّل ملفها بعد أسبوع أيًّا كان من أحضره. للتراجع: toguna library keep-file S { $id }
out-file-kept = يبقى الملف في المُرحِّل.
out-index-progress = جارٍ قراءة الملف { $number } من { $of }، { $size }…
out-index-item = «{ $title }»: { $text }
out-indexed = { $of ->
    [0] كل الوثائق كانت مقروءة.
   *[other] صار البحث ممكنًا في { $read } من { $of } من الملفات.
}
out-found-in-file = في { $file }
out-found-on-page = في { $file }، الصفحة { $page }
text-unread = لم يُقرأ ما يقوله الملف على هذا الجهاز بعد؛ والأمر «toguna library index» يقرؤه.
text-whole = يمكن البحث في ما يقوله الملف.
text-cut = لا يمكن البحث إلا في أول ما يقوله الملف: فهو طويل جدًا.
text-unknown = لا يمكن البحث في ما يقوله الملف: ليس من أنواع الوثائق التي تُقرأ هنا.
text-no-words = لا يمكن البحث في ما يقوله الملف: لا كلمات فيه. ولعله صورة ممسوحة.
text-damaged = لا يمكن البحث في ما يقوله الملف: إنه تالف.
text-locked = لا يمكن البحث في ما يقوله الملف: إنه محمي بكلمة مرور.
text-too-much = لا يمكن البحث في ما يقوله الملف: إنه كبير جدًا، أو يصير كذلك عند فكّه.
text-failed = لا يمكن البحث في ما يقوله الملف: تطلّبت قراءته ذاكرة أو وقتًا أكثر مما يُسمح به، أو تعطّل القارئ عنده. فاحذر منه إن كنت لا تعرف مصدره.
out-library-empty = لا شيء في المكتبة بعد.
out-list-deleted = أُزيلت قائمة القراءة «{ $title }».
out-no-lists = لا قوائم قراءة في هذه المساحة بعد.
out-list-entries = { $entries ->
    [zero] لا بنود
    [one] بند واحد
    [two] بندان
    [few] { $entries } بنود
    [many] { $entries } بندًا
   *[other] { $entries } بند
 }
out-entry-missing = مادة ليست في هذه المكتبة فيما يعلم هذا الجهاز
out-quote = «{ $quote }»
out-passage-page = الصفحة { $page }
out-passage-earlier = لم يعد في أحدث نسخة؛ بل في النسخة { $version }
out-passage-earlier-page = لم يعد في أحدث نسخة؛ بل في النسخة { $version }، الصفحة { $page }
out-passage-unread = لم يُتحقق منه: لم يُقرأ الملف على هذا الجهاز أو لم يُقرأ كله؛ والأمر «toguna library index» يقرؤه
out-passage-nowhere = ليس هناك: لا تقول المادة ذلك فيما يستطيع هذا الجهاز قراءته منها
out-refers-to = تحيل إلى
out-referred-by = تحيل إليها
out-from-quote = من
out-to-quote = إلى
out-search-forgotten = نُسي البحث «{ $name }».
out-no-searches = لا بحث محفوظ على هذا الجهاز.
out-table-done = صفوف مضافة: { $added }، متغيرة: { $changed }، كما هي: { $unchanged }، مرفوضة: { $refused }.
out-table-passed-over = أعمدة لا معنى لها هنا: { $columns }
out-table-refused = السطر { $line }: { $why }
out-table-refused-column = السطر { $line } { $column }: { $why }
why-no-date = لا تاريخ بصيغة معروفة
why-no-file = لا يوجد ملف كهذا في الأرشيف
why-no-title = لا عنوان
why-not-a-table = ليس صفًا من الجدول
why-repeated = مفتاحه وارد في صف سابق
why-too-long = طويل جدًا
why-too-many = صفوف كثيرة جدًا
why-unreadable = لا يمكن استخراج الملف من الأرشيف: إنه تالف أو مشفّر أو مضغوط بطريقة غير معتادة
out-written = كُتبت «{ $title }».
out-saved = كُتبت «{ $title }» في { $file }.
out-keys-updated = لهذا الجهاز مفاتيح جديدة في «{ $title }».
event-role = دور جديد لـ { $person } أعطاه { $who }: { $role }
event-renamed = اسم المساحة الآن «{ $title }» (سمّاها { $who })
event-newcomers = ما يقرؤه القادمون الجدد، بقرار من { $who }: { $what }
event-lifetime = مدة بقاء الرسائل، بقرار من { $who }: { $what }
event-era-age = تجديد مفاتيح الوثائق، بقرار من { $who }: بعد { $what }
event-closing = طلب إغلاق هذه المساحة، من { $who }: وبعد أسبوع يمحو المُرحِّل كل ما يحفظه منها.
event-stays-open = سُحب الطلب، من { $who }: تبقى هذه المساحة مفتوحة.
event-erasing = طلب محو الرسائل الأقدم، من { $who }: تُمحى بعد أسبوع، لدى المُرحِّل وعلى أجهزة الأعضاء.
event-kept = سُحب الطلب، من { $who }: تبقى الرسائل الأقدم.
event-file-goes = طلب حذف ملف، من { $who }: يُحذف من المُرحِّل بعد أسبوع.
event-file-stays = سُحب ذلك، من { $who }: يبقى الملف في المُرحِّل.
out-edited = عُدّلت.
out-deleted = حُذفت.
out-reacted = إشارتك على الرسالة.
out-pinned = ثُبّتت للجميع.
out-undone = أُزيلت.
event-deleted = حُذفت رسالة من { $who }.
out-settled = تتابع في «{ $title }»؛ ويبقى ما عُثر عليه محفوظًا.
out-contradiction = المدخل { $seq }: كان قد عُرض على { $who } سجل آخر حتى المدخل { $place }.
out-contradiction-members = المدخل { $seq }: كان قد عُرض على { $who } أعضاء آخرون.
out-contradiction-agree = { $count ->
    [one] وقّع عضو آخر بعد ذلك على ما رآه هذا الجهاز هناك.
    [two] وقّع عضوان آخران بعد ذلك على ما رآه هذا الجهاز هناك: { $who } وحده يخالف، أو يُعرض عليه غير ما يُعرض على الجميع.
   *[other] وقّع أعضاء آخرون ({ $count }) بعد ذلك على ما رآه هذا الجهاز هناك: { $who } وحده يخالف، أو يُعرض عليه غير ما يُعرض على الجميع.
}
event-unknown = حدث شيء لا يستطيع هذا الإصدار عرضه؛ ولعل إصدارًا أحدث يستطيع.

## الفحص

outcome-good = سليم
outcome-warning = انظر
outcome-bad = خلل
check-vault = الخزنة تُفتح وهي سليمة
check-vault-hint = انسخ المجلد إلى مكان آمن قبل أي شيء آخر، ثم اطلب المساعدة.
check-vault-wrong-passphrase-hint = عبارة مرور كُتبت خطأً وملف `slots` تالف سواءٌ في الظاهر، ولا يستطيع أحد التمييز بينهما. أعد المحاولة أولًا، ومن لوحة مفاتيح أخرى إن أمكن. فإن كانت العبارة صحيحة يقينًا فانسخ المجلد كله، ثم أعد الملف `slots` وحده من أي نسخة سابقة من هذا المجلد. وبغير نسخة سابقة لا يستطيع أحد فتح هذه الخزنة: اطلب من المشغّل رابطًا جديدًا، ومن زملائك إزالة هذا الجهاز ودعوتك من جديد.
check-relay-reachable = المرحِّل يجيب
check-relay-reachable-hint = تحقق من الشبكة ومن الوسيط إن كنت تستعمل واحدًا. ما تقوله في الأثناء ينتظر في صندوق الصادر.
check-relay-key = يُثبت المرحِّل أنه مرحِّل رابطك
check-relay-key-hint = ربما وقف أحدهم بينك وبين المرحِّل. اسأل المشغّل عبر قناة أخرى قبل أن تتابع.
check-clock = ساعة هذا الجهاز توافق ساعة المرحِّل
check-clock-hint = اضبط ساعة الجهاز؛ فالمرحِّل يرفض الطلبات التي يزيد فرقها على خمس دقائق.
check-key-packages = يستطيع الزملاء دعوة هذا الجهاز
check-key-packages-hint = شغّل أي أمر يبلغ المرحِّل؛ فهو ينشر مفاتيح جديدة.
check-spaces = المساحات على ما يرام
check-spaces-hint = يبيّن `toguna space list` أيها ليست كذلك. قارن مع أحد الزملاء عبر قناة أخرى.
check-outbox = لا شيء عالق في صندوق الصادر
check-outbox-hint = يبيّن `toguna space show S` ما ينتظر.
check-letters = لا مظروف عالق
check-letters-hint = شغّل `toguna space invitations` حين يمكن بلوغ المرحِّل؛ فهو يرسل مظاريفك أيضًا.
out-doctor-well = كل شيء على ما يرام.

## الأخطاء: ما حدث وما العمل

fault-already-member = هذا الشخص عضو من قبل.
fault-already-member-hint = لا حاجة إلى شيء؛ يسرد `toguna space show S` الأعضاء.
fault-broken = ثمة تناقض داخل هذا البرنامج.
fault-broken-hint = شغّل `toguna doctor`؛ فإن تكرر الأمر فأبلغ عنه دون أن ترسل خزنتك.
fault-commit-unnamed = يسأل المرحِّل أي جهاز يغيّر هذه المساحة، وهذا الجهاز لم يقل ذلك.
fault-commit-unnamed-hint = تحقق من تاريخ هذا الجهاز. هذه المساحة تتابع مساحة أُوقفت، ولمدة 30 يومًا يسمّي كل تغيير فيها جهازه.
fault-date-invalid = ليس هذا تاريخًا: { $field }.
fault-date-invalid-hint = أعطِ سنة أو شهرًا أو يومًا أو مدة بينها: 1948، 1948-12، 1948-12-10، 2019-05/2020.
fault-disk-full = القرص ممتلئ.
fault-disk-full-hint = لم يضع شيء. أفرغ بعض المساحة ثم أعد المحاولة.
fault-empty-text = لا شيء يُقال.
fault-empty-text-hint = أعطِ النص بعد المساحة، أو عبر المدخل القياسي.
fault-entry-unknown = لا يوجد هذا البند في القائمة.
fault-entry-unknown-hint = يعرضها `toguna library read-list S LIST` بأرقامها.
fault-file-changed = تغيّر الملف أثناء قراءته.
fault-file-changed-hint = أغلق البرنامج الذي يكتبه ثم حاول من جديد.
fault-file-gone = ليس لدى المرحِّل هذا الملف (أو لم يعد لديه).
fault-file-gone-hint = يمكن لمن أضافه أن يضيفه من جديد بالأمر `toguna library attach`.
fault-file-invalid = الملف ليس هو الذي وقّع عليه صاحبه.
fault-file-invalid-hint = لم يُكتب منه شيء. يبيّن الأمر `toguna library history S ITEM` من أضافه؛ اسأله.
fault-file-unknown = ليس للمادة هذه النسخة.
fault-file-unknown-hint = يعرض الأمر `toguna library show S ITEM` نسخها.
fault-file-unreadable = لا يمكن قراءة ملف.
fault-file-unreadable-hint = تحقق من اسمه ومن الأذونات.
fault-file-unwritable = لا يمكن كتابة الملف.
fault-file-unwritable-hint = اختر اسمًا غير موجود بعد، في مجلد يُسمح لك بالكتابة فيه.
fault-files-full = لم يعد لملفات هذه المساحة مكان لدى المرحِّل؛ الحد { $limit } بايت.
fault-files-full-hint = ما بُدئ ولم يكتمل يزول بعد 7 أيام. اطلب من المشغّل مساحة أكبر، أو أسس مساحة أخرى.
fault-handle-invalid = لا يمكن استعمال هذا الاسم.
fault-handle-invalid-hint = استعمل حروفًا وأرقامًا من أي كتابة، وبينها مسافات و . - _ ’
fault-handle-taken = شخص آخر على هذا المرحِّل يحمل هذا الاسم.
fault-handle-taken-hint = اختر اسمًا آخر؛ فالرابط ما زال صالحًا.
fault-home-exists = في هذا المجلد خزنة من قبل.
fault-home-exists-hint = استعملها كما هي، أو أعطِ مجلدًا آخر بـ `--home`.
fault-home-unusable = لا يمكن القراءة أو الكتابة في مجلد الخزنة.
fault-home-unusable-hint = تحقق من مالك المجلد وصلاحياته، أو أعطِ مجلدًا آخر بـ `--home`.
fault-invitation-gone = سبق الرد على هذه الدعوة، أو انتهت مدتها.
fault-invitation-gone-hint = اطلب دعوة جديدة.
fault-invitation-unknown = لا تنتظر هنا دعوة كهذه.
fault-invitation-unknown-hint = يسرد `toguna space invitations` ما ينتظر منها.
fault-item-ambiguous = أكثر من مادة تطابق ذلك.
fault-item-ambiguous-hint = أعطِ جزءًا أكبر من العنوان، أو بداية المعرّف.
fault-item-unknown = لا توجد هذه المادة في المكتبة.
fault-item-unknown-hint = `toguna library list S` يعرض ما يوجد.
fault-item-untitled = كل مادة تحتاج إلى عنوان.
fault-item-untitled-hint = أعطه بالخيار `--title`، أو أعطِ ملفًا تأخذ المادة اسمه.
fault-key-package-refused = ما سلّمه المرحِّل على أنه مفاتيح زميلك لم يجتز التدقيق؛ لم يُضَف أحد.
fault-key-package-refused-hint = اطلب من زميلك تشغيل `toguna doctor`، وقارنا البصمتين، ثم أعد المحاولة.
fault-key-packages-old = المفاتيح التي تركها جهاز زميلك عند المرحِّل أقدم من أن تُستعمل؛ لم يُضَف أحد.
fault-key-packages-old-hint = لم يتصل الجهاز منذ قرابة ثلاثة أشهر، أو أن المرحِّل يحجب مفاتيحه الأحدث. اطلب من زميلك تشغيل `toguna space invitations` مرة، ثم أعد الدعوة.
fault-last-steward = لا يمكن لآخر مسؤول أن يغادر بلا خلف.
fault-last-steward-hint = سمِّ من يخلفك بـ `--successor NAME`.
fault-link-expired = انتهت مدة هذا الرابط.
fault-link-expired-hint = اطلب من المشغّل رابطًا جديدًا.
fault-link-malformed = هذا ليس رابط تسجيل كاملًا.
fault-link-malformed-hint = انسخه من جديد، من `toguna://` إلى آخر حرف فيه؛ يجب ألّا يُقطع ما بعد العلامة #.
fault-link-other-relay = هذا المجلد يخص مرحِّلًا غير مرحِّل الرابط.
fault-link-other-relay-hint = أعطِ مجلدًا آخر بـ `--home`.
fault-link-too-new = صُنع هذا الرابط لإصدار أحدث من هذا البرنامج.
fault-link-too-new-hint = ثبّت الإصدار الأحدث ثم أعد المحاولة.
fault-link-used = سبق أن استعمل أحدهم هذا الرابط.
fault-link-used-hint = إن لم تكن أنت فأخبر المشغّل فورًا؛ واطلب رابطًا جديدًا.
fault-link-withdrawn = سحب المشغّل هذا الرابط.
fault-link-withdrawn-hint = اطلب رابطًا جديدًا.
fault-list-ambiguous = أكثر من قائمة قراءة تطابق ذلك.
fault-list-ambiguous-hint = أعطِ جزءًا أكبر من العنوان، أو بداية المعرّف.
fault-list-unknown = لا توجد قائمة القراءة هذه في هذه المساحة.
fault-list-unknown-hint = يعرض `toguna library read-list S` ما يوجد؛ و`--new` يبدأ واحدة.
fault-message-unknown = لا توجد رسالة كهذه، أو ليس لك أن تغيّرها.
fault-message-unknown-hint = يعرض `toguna read S` كل رسالة مع موضعها؛ تُعدَّل رسائلك، وتُحذف رسائلك أو أي رسالة إن كنت مسؤولًا.
fault-no-home = لا خزنة هنا بعد.
fault-no-home-hint = انضم إلى شبكة بـ `toguna join LINK --handle NAME`، أو بيّن مكان خزنتك بـ `--home`.
fault-no-key-packages = ليس لجهاز زميلك مفاتيح تنتظر عند المرحِّل.
fault-no-key-packages-hint = اطلب من زميلك تشغيل `toguna space invitations` مرة، ثم أعد الدعوة.
fault-not-a-member = لست عضوًا في هذه المساحة (أو لم تعد عضوًا فيها).
fault-not-a-member-hint = ما قرأته من قبل يبقى مقروءًا هنا. إن فاجأك هذا فاسأل أحد المسؤولين.
fault-not-allowed = لا يسمح دورك بهذا.
fault-not-allowed-hint = راجع أحد المسؤولين عن المساحة.
fault-object-refused = التغيير لا يناسب الكائن المقصود.
fault-object-refused-hint = أُعد لحالة أخرى منه أو بمعرّف جهاز آخر؛ أعده على ما هو موجود الآن.
fault-out-of-range = خارج الحدود ({ $field })؛ الأقصى { $limit }.
fault-out-of-range-hint = خيار `--help` في الأمر يقول ما هو مسموح به.
fault-passage-ambiguous = تقول المادة ذلك أكثر من مرة.
fault-passage-ambiguous-hint = اقتبس أكثر منه، أو اذكر الصفحة بالخيار `--page`.
fault-passage-unknown = لا تقول المادة ذلك فيما يستطيع هذا الجهاز قراءته منها.
fault-passage-unknown-hint = اقتبس كلمات متتابعة؛ ولا فرق في التشكيل ونهايات الأسطر. يبيّن `toguna library show S ITEM` هل أمكنت قراءة ملفها.
fault-person-unknown = لا أحد على هذا المرحِّل يحمل هذا الاسم.
fault-person-unknown-hint = تثبّت من الكتابة مع زميلك، فهو يراها بـ `toguna whoami`.
fault-proxy-malformed = هذا ليس عنوان وسيط SOCKS5.
fault-proxy-malformed-hint = اكتبه هكذا: `socks5://127.0.0.1:9050`.
fault-refounding-unproven = من تعذّرت عليهم متابعة التغيير الأخير قلة لا تكفي لتحميله على من أجراه: المعروف هنا { $limit } من 3.
fault-refounding-unproven-hint = انتظر حتى يتصل الآخرون، أو استخدم `--anyway`: وعندئذ يُسأل الجميع.
fault-no-text = ليس للمادة نص.
fault-no-text-hint = `toguna library show S ITEM` يبيّن ما يُعرف عنها.
fault-no-private-place = لا يوجد مجلد في الذاكرة لا يقرؤه غيرك، فلم يُفتح شيء.
fault-no-private-place-hint = اكتبها في ملف بالأمر `toguna library get`، أو استعمل `--insecure-temp` إن كانت الآثار على القرص لا تهم.
fault-opens-as-program = هذا الملف من نوع تنفّذه الحواسيب ولا تعرضه.
fault-opens-as-program-hint = إن كنت تثق بمن أضافه فاذكر بعد `--with` البرنامج الذي يقرؤه.
fault-program-failed = لا يمكن تشغيل البرنامج.
fault-program-failed-hint = مُحيت النسخة. اذكر بعد `--with` برنامجًا مثبتًا.
fault-some-refused = لم تؤخذ بعض الملفات.
fault-some-refused-hint = وهي مذكورة أعلاه مع سبب كل منها؛ والأخرى في المكتبة.
fault-query-invalid = لا كلمة للبحث عنها، أو أنها أكثر من { $limit }.
fault-query-invalid-hint = أعطِ كلمات فيها حروف أو أرقام: `toguna search liberté`.
fault-relay-busy = المرحِّل مشغول ويطلب التمهّل.
fault-relay-busy-hint = لم يضع شيء. أعد المحاولة بعد دقيقة.
fault-relay-full = قرص المرحِّل ممتلئ.
fault-relay-full-hint = لم يضع شيء: ما قلته ينتظر في صندوق الصادر ويخرج لاحقًا. أخبر المشغّل أن يُفرغ بعض المساحة.
fault-relay-forked = وقّع المرحِّل سجلًا لهذه المساحة ويعرض سجلًا آخر.
fault-relay-forked-hint = لم يُقبل منه شيء. هذا يثبت أن المرحِّل يكذب أو أنه أُعيد من نسخة قديمة: أخبر المشغّل وزملاءك عبر قناة أخرى.
fault-relay-lied = ناقض المرحِّل ما كان قد وقّعه، أو ناقض سجله نفسه.
fault-relay-lied-hint = لم يُقبل شيء من ذلك. أخبر المشغّل وزملاءك عبر قناة أخرى.
fault-relay-refused = رفض المرحِّل.
fault-relay-refused-hint = شغّل `toguna doctor`؛ فهو يفحص الساعة ومفتاح المرحِّل.
fault-relay-unreachable = يتعذر الوصول إلى المرحِّل.
fault-relay-unreachable-hint = تحقق من الشبكة والوسيط. ما ينتظر في صندوق الصادر يخرج لاحقًا من تلقاء نفسه.
fault-search-unknown = لا بحث محفوظ بهذا الاسم.
fault-search-unknown-hint = يعرض `toguna search --list` ما هو محفوظ.
fault-space-ambiguous = أكثر من مساحة تستجيب لهذا الاسم.
fault-space-ambiguous-hint = أعطِ مزيدًا من العنوان، أو المعرّف الذي يعرضه `toguna space list`.
fault-space-closed = أغلق المسؤولون عن هذه المساحة المساحة.
fault-space-closed-hint = لم يعد المُرحِّل يحفظ منها شيئًا. وما قرأه هذا الجهاز لا يزال هنا؛ والأمر `toguna space forget S` يمحوه.
fault-steward-key-elsewhere = لم يتلقَّ هذا الجهاز مفتاح المسؤولين بعد.
fault-steward-key-elsewhere-hint = يسلّمه مسؤول يملكه جهازه عند تنفيذه `toguna sync` في المرة القادمة؛ ثم نفّذ `toguna sync` هنا.
fault-space-full = لا تتسع المساحة لهذا العدد من الأعضاء.
fault-space-full-hint = تتسع مساحة ما بعد الكم لـ 150 جهازًا. أسّس مساحة ثانية للآخرين.
fault-space-in-doubt = عُرضت على الأعضاء سجلات مختلفة لهذه المساحة، فلم يُرسل شيء.
fault-space-in-doubt-hint = يقول `toguna space show S` ما الذي يختلف. قارن عبر قناة أخرى، ثم `toguna space settle S`، أو أرسل مرة واحدة بـ `--anyway`.
fault-space-not-wedged = لم تتوقف هذه المساحة: لا شيء يُعاد تأسيسه.
fault-space-not-wedged-hint = شغّل `toguna status`؛ فهو يقول ما الخلل.
fault-space-refounded = أُعيد تأسيس هذه المساحة وهي تستمر في مساحة أخرى.
fault-space-refounded-hint = يعرضها `toguna space list`، أو `toguna space invitations` إن كانت تنتظر جوابك.
fault-space-stopped = توقفت المساحة عند تغيير لا يحق لأحد إجراؤه.
fault-space-stopped-hint = ما لديك يبقى مقروءًا. كلّم أحد المسؤولين عبر قناة أخرى؛ ثم `toguna space refound S` يُكمل من دون الفاعل.
fault-space-unknown = لا مساحة لك تستجيب لهذا الاسم.
fault-space-unknown-hint = يعرض `toguna space list` مساحاتك، و`toguna space invitations` ما ينتظرك منها.
fault-still-a-member = ما زلت عضوًا في هذه المساحة.
fault-still-a-member-hint = غادرها أولًا: `toguna space leave S`.
fault-still-queued = هو في صندوق الصادر؛ لم يقرّ به المرحِّل بعد.
fault-still-queued-hint = لم يضع شيء ولا حاجة إلى كتابته ثانية؛ يرسله أول أمر يبلغ المرحِّل.
fault-too-long = أطول مما ينبغي ({ $field })؛ الحد { $limit } بايت.
fault-too-long-hint = اختصر، أو أرسله على أجزاء.
fault-unconfirmed = أنت جديد هنا: ينتظر هذا في صندوق الصادر حتى يتصل أحد الزملاء.
fault-unconfirmed-hint = لم يضع شيء ولا حاجة إلى كتابته ثانية؛ يرسله `toguna sync` بعد أن يؤكد أحدهم ما عُرض عليك.
fault-vault-busy = أمر آخر يستعمل هذه الخزنة.
fault-vault-busy-hint = أعد المحاولة بعد لحظة.
fault-vault-damaged = الخزنة متضررة.
fault-vault-damaged-hint = انسخ المجلد إلى مكان آمن قبل أي شيء آخر، ثم اطلب المساعدة.
fault-vault-too-new = كتب الخزنةَ إصدار أحدث من هذا البرنامج.
fault-vault-too-new-hint = ثبّت الإصدار الأحدث؛ أما هذا فيترك الخزنة كما هي.
fault-wrong-passphrase = عبارة المرور خاطئة.
fault-wrong-passphrase-hint = أعد المحاولة؛ وتحقق من لغة لوحة المفاتيح والحروف الكبيرة. لا يستطيع أحد استرجاعها لك. وإن كانت صحيحة يقينًا فلعل ملف الخزنة `slots` تالف: يبيّن `toguna doctor` ما العمل.
fault-wrong-pin = من يجيب على عنوان المرحِّل ليس مرحِّل رابطك. لم يُرسل شيء.
fault-wrong-pin-hint = ربما وقف أحدهم بينك وبين المرحِّل. اسأل المشغّل عبر قناة أخرى.

fault-cancelled = أُلغي الأمر؛ لم يتغير شيء.
fault-cancelled-hint = أعط الأمر ثانية متى شئت.
fault-demo-control-missed = لم يجد البحث ما يجب أن يجده؛ فصمته لا يثبت شيئًا.
fault-demo-control-missed-hint = أبلغ عن هذا: فالعرض نفسه معطوب.
fault-demo-leaked = وُجد عند المرحِّل شيء مقروء.
fault-demo-leaked-hint = أعد العرض مع `--keep DIR` وأبلغ عما يطبعه.
fault-demo-place-taken = مجلد العرض ليس فارغًا، أو لا يمكن إنشاؤه.
fault-demo-place-taken-hint = أعطِ مجلدًا لم يوجد بعد.
fault-demo-relay = لم ينطلق مرحِّل العرض.
fault-demo-relay-hint = مع `--keep DIR` يبقى سجله في `DIR/relay.log` ويبيّن السبب.
fault-demo-strayed = لم يجرِ العرض كما يجب أن يجري.
fault-demo-strayed-hint = أعده مع `--keep DIR` وأبلغ عما يطبعه.
fault-doctor-found = ثمة ما يحتاج إلى انتباه.
fault-doctor-found-hint = تبيّن السطور أعلاه ما هو وما العمل.
fault-input-unreadable = المدخل القياسي ليس نصًا مقروءًا.
fault-input-unreadable-hint = أرسل نصًا بترميز UTF-8.
fault-lang-unknown = هذه اللغة ليست في الفهرس.
fault-lang-unknown-hint = اختر من بين ar وde وen وfr وpt.
fault-no-passphrase = لا طرفية تُطلب فيها عبارة المرور.
fault-no-passphrase-hint = أعطِ `--passphrase-file FILE`، أو عيّن TOGUNA_PASSPHRASE_FILE.
fault-no-place = لا يُعرف أين ينبغي أن تكون خزنتك: لم يُعيَّن HOME ولا XDG_DATA_HOME.
fault-no-place-hint = أعطِ مجلدًا بـ `--home`، أو عيّن TOGUNA_HOME.
fault-not-confirmed = يحتاج هذا إلى تأكيد، ولا طرفية يُطلب فيها.
fault-not-confirmed-hint = أعطِ `--yes` إن كنت واثقًا.
fault-output-failed = تعذّرت كتابة الجواب.
fault-output-failed-hint = تحقق من وجهة المخرج القياسي؛ فربما نُفّذ الأمر نفسه.
fault-passphrase-empty = عبارة المرور فارغة.
fault-passphrase-empty-hint = اختر عدة كلمات لا يخمّنها أحد مجتمعة.
fault-passphrase-mismatch = عبارتا المرور مختلفتان.
fault-passphrase-mismatch-hint = لم يُنشأ شيء. أعط الأمر ثانية.
fault-passphrase-unreadable = لا يمكن قراءة ملف عبارة المرور.
fault-passphrase-unreadable-hint = تحقق من مساره وصلاحياته؛ يجب أن يحوي سطرًا واحدًا لا يتجاوز 1024 بايت.
fault-usage = لا يُفهم سطر الأوامر.
fault-usage-hint = انظر `{ $command } --help`.
usage-conflict = لا يجتمع «{ $argument }» مع «{ $other }».
usage-missing = ينقص: { $argument }
usage-missing-command = ينقص أمر.
usage-suggestion = هل قصدت «{ $suggestion }»؟
usage-unknown-argument = لا شيء هنا اسمه «{ $argument }».
usage-unknown-command = لا يوجد أمر «{ $argument }».
usage-field = لا يذكر «{ $value }» حقلًا. { help-library-fields }
usage-value = لا يصلح «{ $value }» لـ { $argument }.
usage-value-missing = يحتاج { $argument } إلى قيمة.

## العرض

name-amal = أمل
name-beatrice = بياتريس
name-celeste = سيليست
city-tunis = تونس
city-kinshasa = كينشاسا
city-maputo = مابوتو
tale-title = ثلاث مدافعات ومرحِّل لا يستطيع قراءة شيء
tale-relay-up = مرحِّل حقيقي يعمل: العملية { $pid } على العنوان { $address }، بـ TLS 1.3، ومخزنه على هذا القرص. كل ما يلي يمر عبره، وبالشفرة نفسها التي تشغّل أوامرك.
tale-act-joining = الانضمام
tale-joining = { $name } في { $city } تستعمل رابطها وتصنع خزنة…
tale-joined = { $name } في { $city } لها خزنتها الخاصة. كل تخمين لعبارة المرور يكلّف اللص { $mebibytes } ميبي بايت من الذاكرة.
tale-act-founding = مساحة
tale-founded = { $name } تؤسس المساحة «{ $title }» بتعمية ما بعد الكم. لن يقرأ هذا العنوان إلا الأعضاء.
tale-invited = { $name } تدعو { $guests }. تنتظر المظاريف المختومة في صندوقيهما.
tale-accepted = { $name } تقبل، وتقرأ العنوان أول مرة: «{ $title }».
tale-act-library = مكتبة
tale-library-adding = تضيف { $name } «{ $title }»
tale-library-described = تضع { $name } كلمة على «{ $title }».
tale-library-finding = تبحث { $name } فيها عن «{ $word }» في جهازها وحده:
tale-library-found = «{ $title }»: { $text }
tale-library-whole = تأتي { $name } لاحقًا ولديها كل شيء: عدد المداخل التي قُرئت من جديد وجرى التحقق منها { $entries }، وبايتات المكتبة { $bytes }، هي نفسها لدى الأخريات.
tale-act-talking = ثلاث لغات
tale-act-dark = انقطاع الكهرباء في مابوتو
tale-dark = جهاز { $name } مطفأ. والأخريان تواصلان.
tale-act-killing = قتل المرحِّل
tale-killed = إشارة SIGKILL إلى العملية { $pid }: بلا إنذار ولا وقت للترتيب.
tale-queued = { $name } تكتب مع ذلك. تنتظر الرسالة في صندوق الصادر على جهازها:
tale-restarted = عاد المرحِّل، العملية { $pid }، بالمخزن نفسه. كل ما أقرّ به ما زال فيه.
tale-flushed = خرجت رسالة { $name } من تلقاء نفسها، ورقمها { $seq }.
tale-act-catching-up = عودة النور
tale-caught-up = يعود جهاز { $name } ويقرأ بالترتيب ما قيل في غيابه:
tale-act-finding = كلمة بين كلمات
tale-finding = تبحث { $name } عن «{ $word }» في جهازها وحده، ولا تسأل أحدًا. الكلمة واردة هناك بلا أل التعريف:
tale-act-lying = المرحِّل يكذب
tale-lied = من يشغّل المرحِّل يعيد نسخة قديمة من مخزنه ولا يقول شيئًا. لو صُدّق لما كانت الرسالتان الأخيرتان قط.
tale-caught = جهاز { $name } لا يصدّقه: { $what }.
tale-withheld = { $name } تجيب مع ذلك. لا يُرسل شيء إلى تاريخ زائف: تنتظر رسالتها في صندوق الصادر.
tale-truth = عاد المخزن الصحيح. يقارنّ بالهاتف، وتقول كلٌّ منهن إنها تواصل. لا شيء ينقص، وما كان ينتظر يخرج من تلقاء نفسه:
tale-act-wreck = حاجز على الطريق
tale-taken = يُنتزع من { $name } جهازها ومعه عبارة المرور. من بيده الجهاز يضع في مكان التغيير التالي للمساحة بايتات لا يستطيع أحد فتحها.
tale-stopped = جهاز { $name } يتوقف هناك: { $what }.
tale-refounded = { $name } تعيد تأسيس المساحة: مساحة جديدة بالأعضاء أنفسهم. لا أحد يستطيع أن يقول ممن كانت تلك البايتات؛ لذلك يجب ثلاثين يومًا أن يسمّي كل تغيير جهازه.
tale-followed = جهاز { $name } يتحقق من ذلك بنفسه ويتبع؛ وما كان ينتظر في صندوق الصادر يصل:
tale-act-removing = إقصاء الجهاز
tale-seized = { $remover } تخرج { $name } من المساحة؛ وتتلقى الباقيتان مفاتيح جديدة.
tale-act-after = من بيده الجهاز المنتزع
tale-thief-reads = يعرف عبارة المرور، ويطلب من المرحِّل كل شيء، فلا ينال مدخلًا واحدًا أحدث من الإخراج.
tale-thief-speaks = يحاول أن يسأل: «{ $text }» والجواب: { $answer }
tale-gloss = («{ $text }»)
tale-say-welcome = مرحبًا بكما. تسلّمتُ شهادة الصيادين، ورقمها { $mark }.
tale-say-afraid = اثنان منهم يخافان على أسرتيهما: لنُبقِ اسميهما خارج كل بريد إلكتروني.
tale-say-recording = عندي تسجيل السوق، ومرجعه { $mark }. والنسخة في مكانين.
tale-say-postponed = تأجلت الجلسة إلى يوم الخميس، في السادسة صباحًا.
tale-say-interpreter = سأنبّه المترجمة والمحامية، من غير هاتف.
tale-say-guard = تبدّلت نوبة الحراس: ادخلا من الفناء الخلفي، والمرجع { $mark }.
tale-say-caught-up = قرأتُ كل شيء. سآتي بالشاهد من الطريق الشمالية.
tale-say-ferry = يعبر الشاهد الليلة بالعبّارة، والعلامة { $mark }.
tale-say-not-ferry = لا بالعبّارة، فهي مراقبة. سأرسل الصيادين.
tale-say-settled = عندكما أيضًا؟ إذن كان المرحِّل. نواصل.
tale-say-still-there = أما زلتما هناك؟ الجلسة بعد ساعتين، في القاعة { $mark }.
tale-say-moved = تغيّر مكان اللقاء، فلا تذكرا القديم لأحد.
tale-say-library = مفهوم. المكان الجديد: خلف المكتبة، وكلمة السر { $mark }.
tale-say-thief = أين نلتقي الآن يا صديقاتي؟
tale-act-sight = ما يحوزه المرحِّل وما تراه العضوة
tale-holds = يحوز المرحِّل { $files } ملفًا، { $bytes } بايت. هذه قطعة منها:
tale-sees = { $name } ترى:
tale-act-search = تفتيش المرحِّل
tale-needles = عدد الأسرار { $needles } (عناوين وجمل وكلمات وعبارات مرور)، كلٌّ منها بـ { $spellings } كتابات: UTF-8 وUTF-16 والست عشري وBase64.
tale-files = ملفات المرحِّل: فُتّش { $bytes } بايت، ووُجد { $hits }.
tale-log = سجل المرحِّل: فُتّش { $bytes } بايت، ووُجد { $hits }.
tale-memory = ذاكرة العملية { $pid }: فُتّش { $bytes } بايت، ووُجد { $hits }.
tale-memory-closed = ذاكرة العملية { $pid }: لا يسمح لنا هذا النظام بقراءتها، فلم تُفتَّش.
tale-memory-note = تُركت صفحات ملفات البرامج التي لا يمكن أن يكون أحد قد كتب فيها. فالمرحِّل هنا هو هذا البرنامج نفسه، وفيه نص المسرحية.
tale-hit = وُجد «{ $needle }» بكتابة { $spelling } في { $place }.
tale-handles = وُجدت الأسماء { $handles } كما يجب: فإلى أن يكون للشبكة مساحتها المشتركة يحتفظ المرحِّل بدليل الأسماء.
tale-handles-missed = لم توجد الأسماء في المخزن حيث يجب أن يحويها الدليل: فالبحث لا ينظر في المكان الصحيح.
tale-control = شاهد الضبط: كلمة كُتبت صريحة في نسخة من المخزن وُجدت فيها.
tale-knows = ما يعلمه المرحِّل مع ذلك: أن هناك ثلاثة أجهزة وبأي أسماء، ومتى تتصل ومن أي عنوان، وكم مدخلًا في كل سجل وما حجمها.
tale-verdict-good = لا شيء مما قيل ولا عنوان ولا عبارة مرور مقروء عند المرحِّل.
tale-verdict-files-good = لا شيء مما قيل ولا عنوان ولا عبارة مرور مقروء في ملفات المرحِّل وسجله. أما ذاكرته فتعذّر تفتيشها هنا.
tale-verdict-bad = { $hits ->
    [one] وُجد عند المرحِّل أثر مقروء واحد. ما ينبغي لهذا أن يكون.
    [two] وُجد عند المرحِّل أثران مقروءان. ما ينبغي لهذا أن يكون.
    [few] وُجدت عند المرحِّل { $hits } آثار مقروءة. ما ينبغي لهذا أن يكون.
   *[other] وُجد عند المرحِّل { $hits } أثرًا مقروءًا. ما ينبغي لهذا أن يكون.
}
tale-took = في { $seconds } ثانية.
tale-kept = يبقى كل شيء في { $place }. للمتابعة يدويًا شغّل المرحِّل في طرفية:
tale-kept-then = وتكلّم باسم { $name } في أخرى:
