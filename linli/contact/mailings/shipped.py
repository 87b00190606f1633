"""Templates that come with the program: (code, title, Chinese, English)."""

from __future__ import annotations

SHIPPED = (
    (
        "water_off",
        "停水通知",
        "{姓名}您好：{楼栋}明天 9:00 到 17:00 停水检修，请提前存水。问事打 {热线}。【{小区}】",
        "Dear {name}, the water in {building} is off tomorrow from 9:00 to 17:00. "
        "Please store some. Questions: {hotline}. [{estate}]",
    ),
    (
        "power_off",
        "停电通知",
        "{姓名}您好：{楼栋}明天 9:00 到 12:00 停电检修，电梯也停，请安排好出门的时间。"
        "问事打 {热线}。【{小区}】",
        "Dear {name}, power and lifts in {building} are off tomorrow from 9:00 to 12:00. "
        "Questions: {hotline}. [{estate}]",
    ),
    (
        "weather",
        "恶劣天气提醒",
        "{姓名}您好：今晚有大风降温，请收好阳台的东西，关好门窗，老人少出门。"
        "有困难打 {热线}。【{小区}】",
        "Dear {name}, strong wind and cold tonight. Please clear the balcony and close the "
        "windows. If you need help: {hotline}. [{estate}]",
    ),
    (
        "clinic",
        "义诊通知",
        "{姓名}您好：本周六 9:00 服务中心有免费义诊，量血压、测血糖。"
        "走不动请打 {热线}，有人来接。【{小区}】",
        "Dear {name}, free check-up at the service centre this Saturday at 9:00. "
        "If you cannot walk there, call {hotline}: somebody comes. [{estate}]",
    ),
    (
        "papers",
        "请来补材料",
        "{姓名}您好：您（{门牌}）办的事还差一份材料，请方便时到服务中心，"
        "或打 {热线} 问清楚再来。【{小区}】",
        "Dear {name} ({home}), one paper is still missing for your case. Please come to the "
        "service centre or call {hotline} first. [{estate}]",
    ),
)
