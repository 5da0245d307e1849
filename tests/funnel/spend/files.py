"""Small files in the platforms' own export forms."""

GOOGLE = """Campaign report
"November 1, 2026 - November 2, 2026"
Day,Campaign,Currency code,Impr.,Clicks,CTR,Avg. CPC,Cost
2026-11-01,Winter tea,TWD,"1,204",87,7.23%,18.40,"1,600.80"
2026-11-01,Brand,TWD,300,12,4.00%,15.00,180.00
2026-11-02,Winter tea,TWD,"1,000", --, --, --,0.00
Total: Campaigns, --,TWD,"2,504",99,3.95%,17.99,"1,780.80"
Total: Account, --,TWD,"2,504",99,3.95%,17.99,"1,780.80"
"""

GOOGLE_ZH = """廣告活動報表
2026年11月1日 - 2026年11月2日
天,廣告活動,貨幣代碼,曝光,點擊,費用
2026-11-01,冬季茶,TWD,"1,204",87,"1,600.80"
2026-11-02,冬季茶,TWD,900,40,700.00
總計：帳戶,--,TWD,"2,104",127,"2,300.80"
"""

META = """Reporting starts,Reporting ends,Campaign name,Campaign delivery,Impressions,\
Link clicks,Clicks (all),Amount spent (TWD)
2026-11-01,2026-11-01,"Tea, for the cold",active,5020,101,160,812
2026-11-02,2026-11-02,"Tea, for the cold",active,4800,,120,790
2026-11-01,2026-11-02,,,9820,101,280,1602
"""

META_ZH = """分析報告開始,分析報告結束,行銷活動名稱,曝光次數,\
連結點擊次數,點擊次數（全部）,花費金額 (TWD)
2026-11-01,2026-11-01,冬季茶,5020,101,160,812
2026-11-02,2026-11-02,冬季茶,4800,99,120,790
"""

PLAIN = """day,source,campaign,impressions,clicks,cost,currency
2026-11-01,newsletter,autumn,500,40,12.50,USD
2026/11/02,Newsletter,autumn,500,41,13.00,USD
02.11.2026,line,,100,5,1200,TWD
"""

PLAIN_ZH = """日期,來源,廣告活動,曝光次數,點擊次數,費用,貨幣
2026-11-01,newsletter,秋,500,40,12.50,USD
"""
