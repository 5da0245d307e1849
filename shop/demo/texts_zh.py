"""The demo shop in Traditional Chinese: a page of its own, and the words of products, delivery and
storefront beside the English ones in ``texts``. Plain data, as there.

Prices, weights and dates are those of ``texts``; reviewers and their words are others. Long, as
``texts`` is: a copywriter reads a shop's words from top to bottom.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from shop.demo import texts
from shop.demo.texts import Item, Page, Picture, Question, Section, Testimonial


@dataclass(frozen=True)
class ProductWords:
    """``options``: by SKU. ``description`` is Markdown."""

    name: str
    tagline: str
    description: str
    option_name: str = "包數"
    options: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DeliveryWords:
    name: str
    promise: str
    address_hint: str = ""


@dataclass(frozen=True)
class StorefrontWords:
    name: str
    tagline: str
    address: str
    delivery_promise: str
    bank_account: str


STOREFRONT = StorefrontWords(
    name="霧山咖啡",
    tagline="阿里山霧裡來的濾掛咖啡",
    address="嘉義市東區示範路 1 號",
    delivery_promise="中午前下單，下個工作天出貨，再隔一天送到。",
    bank_account=(
        "示範銀行（代碼 000）嘉義分行\n"
        "帳號 000-000-000000\n"
        "戶名：霧山咖啡（示範）\n"
        "這是示範商店，請不要真的匯款。"
    ),
)

# What they show, by file name (a page in Chinese has the same pictures). Ornaments say nothing.
PICTURES = {
    "logo.png": "霧山咖啡",
    "hero-wide.jpg": "清晨的山嵐前，一只掛著濾掛包的陶杯，旁邊是一盒晨霧",
    "hero-tall.jpg": "清晨，一只掛著濾掛包的杯子與一盒晨霧",
    "morning-box.jpg": "窗光裡的淡黃色晨霧咖啡盒",
    "morning-cup.jpg": "晨霧濾掛包掛在杯上，旁邊是柚子",
    "morning-land.jpg": "阿里山的稜線在天亮時，前方是咖啡果實",
    "forest-box.jpg": "窗光裡的灰綠色林蔭咖啡盒",
    "forest-cup.jpg": "林蔭濾掛包掛在杯上，旁邊是李子",
    "forest-land.jpg": "光從老柳杉間落下，照著咖啡樹叢",
    "night-box.jpg": "夜燈下的深藍色夜嵐咖啡盒",
    "night-cup.jpg": "月光下，夜嵐濾掛包掛在杯上，旁邊是龍眼",
    "night-land.jpg": "曬豆棚裡的一盞燈，後面是山與月亮",
    "tasting-set.jpg": "黃、綠、深藍三個小盒排成一列",
    "story-terraces.jpg": "天亮的咖啡梯田，有人採收，山稜隱入霧中",
    "story-roasting.jpg": "滾筒烘豆機，前面的冷卻盤裡是剛出爐的豆子",
    "story-pouring.jpg": "清晨，一隻手提著壺，往濾掛包注水",
}

PAGE = Page(
    title="霧山咖啡：阿里山的濾掛咖啡",
    slug="zh",
    description=(
        "阿里山下海拔 1,150 到 1,320 公尺的單一小農咖啡，每週二在嘉義烘焙，裝成濾掛包。"
        "熱水，兩分鐘，不用機器。"
    ),
    language="zh-hant",
)

HERO = Section(
    kind="hero",
    kicker="阿里山下，單一小農",
    heading="在座位上，兩分鐘，一杯好咖啡",
    text="豆子來自山上的小農，每週二在嘉義烘焙，裝成一包一包的濾掛。只差一壺熱水。",
    button="選一款咖啡",
    picture=texts.HERO.picture,
    phone_picture=texts.HERO.phone_picture,
    items=(Item("本週烘焙"), Item("兩天送達")),
)

BENEFITS = Section(
    kind="benefits",
    heading="小農、一週一烘、一次十公克",
    items=(
        Item(
            "一盒，一座莊園",
            "我們只跟三戶人家買豆。海拔和處理法印在盒側，不混豆。",
        ),
        Item(
            "週二烘焙",
            "烘好一小時內研磨、密封，一週內寄出。每一包都蓋上烘焙日期。",
        ),
        Item(
            "不用機器，也不用秤",
            "10 公克咖啡、180 毫升熱水、兩分鐘。口徑 9 公分以內的杯子都掛得住。",
        ),
        Item(
            "先評分，再買豆",
            "兩位持照的杯測師盲測每一批。這一季的三批拿到 84.25、85.00 與 86.25 分。",
        ),
    ),
)

PRODUCTS_SECTION = Section(
    kind="products",
    kicker="三款咖啡",
    heading="哪個時段是你的？",
    text="三座莊園相距不到二十公里。差別在海拔、處理法和烘焙。",
)

PRODUCTS = {
    "morning-mist": ProductWords(
        name="晨霧",
        tagline="淺焙，水洗。柚子與茉莉。",
        description=(
            "留給一天的第一個小時。乾淨、輕盈，熱的時候是茉莉的香氣，放涼了有柚子的味道。\n\n"
            "- **莊園：** 石棹方家，1,280 公尺\n"
            "- **品種：** SL34 與鐵比卡\n"
            "- **處理法：** 水洗，高架床日曬 14 天\n"
            "- **杯測分數：** 86.25\n\n"
            "建議水溫 92 °C。什麼都不加就好喝，加冰也好。"
        ),
        options={"MIST-10": "10 包", "MIST-30": "30 包", "MIST-50": "50 包"},
    ),
    "forest-shade": ProductWords(
        name="林蔭",
        tagline="中焙，蜜處理。黑糖與李子。",
        description=(
            "陪你過漫長的下午。圓潤、帶甜，先是黑糖，後面是熟透的李子。加牛奶也站得住。\n\n"
            "- **莊園：** 樂野楊家，1,150 公尺，老柳杉林下\n"
            "- **品種：** 卡杜艾與鐵比卡\n"
            "- **處理法：** 蜜處理，手工翻曬 18 天\n"
            "- **杯測分數：** 85.00\n\n"
            "建議水溫 90 °C。想喝濃一點，注水到 150 毫升就停。"
        ),
        options={"SHADE-10": "10 包", "SHADE-30": "30 包", "SHADE-50": "50 包"},
    ),
    "night-haze": ProductWords(
        name="夜嵐",
        tagline="深焙，日曬。可可與龍眼燻香。",
        description=(
            "給夜晚，也給喜歡濃一點的人。可可、龍眼乾，一絲柴火的燻香，酸度很低。\n\n"
            "- **莊園：** 奮起湖莊家，1,320 公尺\n"
            "- **品種：** 鐵比卡\n"
            "- **處理法：** 日曬，整顆果實曬 25 天\n"
            "- **杯測分數：** 84.25\n\n"
            "建議水溫 88 °C。加一點牛奶，像熱巧克力。"
        ),
        options={"HAZE-10": "10 包", "HAZE-30": "30 包", "HAZE-50": "50 包"},
    ),
    "tasting-set": ProductWords(
        name="品飲組",
        tagline="三款各三包，找到你的時段。",
        description=(
            "九包濾掛：晨霧三包、林蔭三包、夜嵐三包，附一張小卡，記下你喝到的味道。\n\n"
            "- **內容：** 10 公克濾掛包，共九包\n"
            "- **適合：** 三個安靜的日子，或辦公室裡九個人的一個早上\n\n"
            "用同樣的水一起沖，放著等涼。溫溫的時候，差別才會出來。"
        ),
        options={"TASTE-9": "9 包"},
    ),
}

STORY = Section(
    kind="story",
    kicker="產地",
    heading="每天下午兩點，霧會上來",
    text=(
        "石棹到奮起湖之間，雲在午飯後沿著山谷往上爬，待到傍晚。果實在霧裡慢慢熟，別處六個月，"
        "這裡要九個月。三戶人家用手採，一季採四、五回，只採紅的。\n\n"
        "我們在採收前就依杯測分數付錢。遇上多雨的年，不該由農家獨自承擔。"
    ),
    picture=texts.STORY.picture,
    items=(
        Item("海拔", "1,150 到 1,320 公尺"),
        Item("採收", "十一月到三月，手工採收"),
        Item("莊園", "三戶，共 7.4 公頃"),
        Item("處理法", "水洗、蜜處理、日曬"),
    ),
)

ROASTING = Section(
    kind="story",
    kicker="嘉義的星期二",
    heading="一鍋，十二公斤，十一分鐘",
    text=(
        "我們一週只烘一次，訂單要多少就烘多少。下午四點，兩個人試喝每一鍋。平淡的、焦掉的，"
        "留在自己的廚房，不進盒子。\n\n"
        "接著研磨，秤到 0.1 公克，充氮密封。三月撕開的那一包，聞起來還是烘好的那個星期二。"
    ),
    picture=texts.ROASTING.picture,
)

BREWING = Section(
    kind="story",
    kicker="兩分鐘",
    heading="撕開，掛上，注水",
    text=(
        "1. 沿虛線撕開，把兩側掛耳掛在杯緣。\n"
        "2. 先倒一點熱水，讓咖啡粉濕透，等三十秒。\n"
        "3. 再慢慢注水兩次，到 180 毫升。提起濾掛，等它滴完。"
    ),
    picture=texts.BREWING.picture,
)

TESTIMONIALS_SECTION = Section(
    kind="testimonials",
    kicker="評價",
    heading="喝過的人這樣寫",
    text="這是示範商店，以下評價都是虛構的。",
)

FAQ_SECTION = Section(kind="faq", heading="喝第一杯之前")

TRUST = Section(
    kind="trust",
    heading="",
    items=(
        Item("每包都有烘焙日期", "寄出時不超過一週", "date"),
        Item("滿 NT$1,000 免運", "兩天宅配到府；未滿運費 NT$80", "delivery"),
        Item("不合口味", "14 天內寫信給我們，退款給你", "returns"),
        Item("付款方式", "現在轉帳，或收到時付現", "payment"),
    ),
)

CLOSING = Section(
    kind="closing",
    heading="下一鍋在星期二",
    text="在那之前，寄的是這週的。中午前下單，下個工作天出貨。",
    button="選一款咖啡",
    picture=texts.CLOSING.picture,
)

SECTIONS = (
    HERO,
    BENEFITS,
    PRODUCTS_SECTION,
    STORY,
    ROASTING,
    BREWING,
    TESTIMONIALS_SECTION,
    FAQ_SECTION,
    TRUST,
    CLOSING,
)

QUESTIONS = (
    Question(
        "有多新鮮？可以放多久？",
        "烘好一週內寄出，日期蓋在每一包上。充氮密封可以保存十二個月，我們會建議三個月內喝完。"
        "撕開之後，當天沖。",
    ),
    Question(
        "濾掛咖啡怎麼沖？",
        "撕開上緣，把掛耳掛在杯子上，倒 30 毫升約 90 °C 的水。等三十秒，再分兩次注水到 180 毫升，"
        "前後兩分鐘。沒有溫度計的話，水滾後放一分鐘。",
    ),
    Question(
        "一杯有多少咖啡因？",
        "一包沖一杯，約 100 毫克，和一杯手沖差不多。烘焙深淺影響很小：夜嵐喝起來濃，"
        "咖啡因並不比晨霧多。目前沒有低咖啡因的豆子。",
    ),
    Question(
        "需要磨豆機或咖啡機嗎？",
        "不用。咖啡已經磨好、分好，有熱水和杯子就行。濾掛包不適用膠囊機或義式咖啡機。"
        "家裡有磨豆機的話，寫信給我們，500 公克起可以寄原豆。",
    ),
    Question(
        "多久會到？可以超商取貨嗎？",
        "中午前下單，下個工作天出貨，再隔一天送到；澎湖、金門、馬祖多兩天。要到附近的門市取貨，"
        "請選「超商取貨」，地址填門市名稱與店號，三天後到店，保留七天。也可以選「嘉義自取」，"
        "週三到週六來烘豆室拿。寄到日本、美國、德國走航空，五到九天。",
    ),
    Question(
        "喝不習慣怎麼辦？",
        "收到後 14 天內寫信給我們，開過的也可以。那一盒退款，或換另一款。"
        "只有未拆的盒子需要寄回。路上撞壞了，拍張照片就好。",
    ),
    Question(
        "可以開公司統編的發票嗎？",
        "可以。在「配送」那一步打開「電子發票」，選公司戶，填公司抬頭與八碼統一編號。"
        "出貨當天，發票寄到你的電子信箱。每月 20 盒以上，可以談固定配送。",
    ),
    Question(
        "可以直接寄給朋友當禮物嗎？",
        "收件地址填對方的，想說的話寫在「填寫備註」，我們會手寫成卡片。"
        "包裹裡不放價格，收據只寄給你。",
    ),
)

TESTIMONIALS = (
    Testimonial(
        "周子晴",
        "台北大安",
        "早上開會前沖一包，整個座位都是茉莉香。隔壁同事問了三次，我只好放一盒在茶水間。",
        5,
        "morning-mist",
        Picture("portrait-1.jpg", ""),
    ),
    Testimonial(
        "許哲維",
        "新竹竹北",
        "照卡片上寫的等三十秒，真的差很多。放涼之後李子味才出來，不用加糖。",
        5,
        "forest-shade",
        Picture("portrait-2.jpg", ""),
    ),
    Testimonial(
        "蘇美玲",
        "台南安平",
        "我平常不喝深焙，這款不苦。爸爸老家以前烘龍眼乾，他聞了一下說：這味道我認得。",
        5,
        "night-haze",
        Picture("portrait-3.jpg", ""),
        Picture("buyer-evening.jpg", "燈下的一杯咖啡與一盒夜嵐"),
    ),
    Testimonial(
        "曾冠宇",
        "高雄左營",
        "味道乾淨，第二天就到。扣一顆星是掛耳太短，我的寬口馬克杯掛不住，換一般杯子就好。",
        4,
        "morning-mist",
        Picture("portrait-4.jpg", ""),
    ),
    Testimonial(
        "江佩珊",
        "台中西區",
        "公司的咖啡機壞了半年沒修，買五十包的放茶水間代替。不用洗、不用修，也沒人再提那台機器。",
        5,
        "forest-shade",
        Picture("portrait-5.jpg", ""),
        Picture("buyer-desk.jpg", "茶水間檯面上，掛耳包與一盒林蔭"),
    ),
    Testimonial(
        "鄭宇翔",
        "花蓮市",
        "以深焙來說我想要再厚一點，改沖 150 毫升比較對。寫信去問，當天回，還多寄兩包林蔭讓我比較。",
        3,
        "night-haze",
        Picture("portrait-6.jpg", ""),
    ),
    Testimonial(
        "簡雅文",
        "宜蘭礁溪",
        "拆箱那天離烘焙日只有四天。趁孩子還沒醒，在陽台喝完一杯，一天就有了開頭。",
        5,
        "morning-mist",
        Picture("portrait-7.jpg", ""),
        Picture("buyer-balcony.jpg", "陽台上的一盒晨霧，後面是山"),
    ),
    Testimonial(
        "馬立安",
        "基隆仁愛",
        "每到雨季就寄一盒給姊姊，所以幾乎每個月都在寄。手寫卡片很貼心。要是有二十包裝就更好了。",
        4,
        "night-haze",
        Picture("portrait-8.jpg", ""),
    ),
)

# By the English words.
LIMITED_OFFERS = {"Making room for the next lot": "新一批到貨前"}

# By the English name.
DELIVERY_METHODS = {
    "Home delivery": DeliveryWords("宅配到府", "兩天送達"),
    "Convenience store": DeliveryWords("超商取貨", "三天後到店", "門市名稱與店號"),
    "Airmail": DeliveryWords("國際航空", "日本、美國、德國，五到九天送達"),
    "Collect in Chiayi": DeliveryWords("嘉義自取", "週三到週六，來我們的烘豆室拿"),
}
