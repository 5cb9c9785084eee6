// The emoji names that texts here use, as the characters that the system's own font draws.

const NAMES = `
+1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 smile 😄 smiley 😃 grinning 😀 slightly_smiling_face 🙂 blush 😊 wink 😉 joy 😂 thinking_face 🤔
raised_hands 🙌 clap 👏 wave 👋 pray 🙏 muscle 💪 point_right 👉 point_left 👈 point_up 👆 point_down 👇 ok_hand 👌 handshake 🤝
heart ❤️ blue_heart 💙 green_heart 💚 yellow_heart 💛 purple_heart 💜 broken_heart 💔 sparkles ✨ star ⭐ star2 🌟 fire 🔥 tada 🎉
confetti_ball 🎊 trophy 🏆 medal 🏅 sports_medal 🏅 first_place_medal 🥇 dart 🎯 rocket 🚀 bulb 💡 zap ⚡ boom 💥 eyes 👀 ear 👂
speech_balloon 💬 left_speech_bubble 🗨️ thought_balloon 💭 bell 🔔 no_bell 🔕 mega 📣 loudspeaker 📢 email 📧 envelope ✉️ inbox_tray 📥
outbox_tray 📤 memo 📝 pencil 📝 pencil2 ✏️ clipboard 📋 calendar 📅 date 📅 spiral_calendar_pad 🗓️ chart_with_upwards_trend 📈
chart_with_downwards_trend 📉 bar_chart 📊 pushpin 📌 round_pushpin 📍 paperclip 📎 link 🔗 lock 🔒 unlock 🔓 key 🔑 gear ⚙️ wrench 🔧
hammer 🔨 mag 🔍 mag_right 🔎 hourglass ⌛ hourglass_flowing_sand ⏳ alarm_clock ⏰ clock1 🕐 stopwatch ⏱️ timer_clock ⏲️
white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌ negative_squared_cross_mark ❎ warning ⚠️ no_entry ⛔
no_entry_sign 🚫 question ❓ exclamation ❗ information_source ℹ️ arrow_right ➡️ arrow_left ⬅️ arrow_up ⬆️ arrow_down ⬇️
arrows_counterclockwise 🔄 leftwards_arrow_with_hook ↩️ fast_forward ⏩ double_vertical_bar ⏸️ pause_button ⏸️ arrow_forward ▶️
black_square_for_stop ⏹️ repeat 🔁 new 🆕 ok 🆗 100 💯 one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣ red_circle 🔴 large_blue_circle 🔵
large_green_circle 🟢 green_circle 🟢 large_yellow_circle 🟡 yellow_circle 🟡 white_circle ⚪ black_circle ⚫ large_green_square 🟩
large_yellow_square 🟨 white_large_square ⬜ black_large_square ⬛ white_medium_square ◻️ large_blue_square 🟦 seedling 🌱 herb 🌿
evergreen_tree 🌲 deciduous_tree 🌳 sunflower 🌻 leaves 🍃 four_leaf_clover 🍀 sunny ☀️ sunrise 🌅 cloud ☁️ rainbow 🌈 umbrella ☂️
snowflake ❄️ coffee ☕ tea 🍵 cake 🍰 birthday 🎂 beer 🍺 pizza 🍕 knife_fork_plate 🍽️ fork_and_knife 🍴 shield 🛡️ umbrella_with_rain_drops ☔
house 🏠 office 🏢 briefcase 💼 telephone_receiver 📞 phone ☎️ iphone 📱 computer 💻 movie_camera 🎥 microphone 🎤 headphones 🎧 car 🚗
airplane ✈️ compass 🧭 world_map 🗺️ mountain ⛰️ bridge_at_night 🌉 books 📚 book 📖 bookmark 🔖 package 📦 gift 🎁 mirror 🪞 jigsaw 🧩
busts_in_silhouette 👥 bust_in_silhouette 👤 people_holding_hands 🧑‍🤝‍🧑 robot_face 🤖 see_no_evil 🙈 shrug 🤷 facepalm 🤦 sob 😭
disappointed 😞 worried 😟 sweat_smile 😅 relieved 😌 sunglasses 😎 partying_face 🥳 hugging_face 🤗 zzz 💤 wastebasket 🗑️ scroll 📜
small_blue_diamond 🔹 small_orange_diamond 🔸 heavy_plus_sign ➕ heavy_minus_sign ➖ crystal_ball 🔮 balance_scale ⚖️ scales ⚖️ funnel 🔽
`.trim().split(/\s+/);

const CHARACTERS = new Map();
for (let i = 0; i < NAMES.length; i += 2) CHARACTERS.set(NAMES[i], NAMES[i + 1]);

/** The character for `name`, or null when this page does not know it. */
export const emojiCharacter = (name) => CHARACTERS.get(name.replace(/::skin-tone-\d$/, "")) ?? null;

/** `:name:` marks in plain text become characters; unknown names stay as they are. */
export const withEmoji = (text) =>
  text.replace(/:([a-z0-9_+'-]+(?:::skin-tone-\d)?):/g, (mark, name) => emojiCharacter(name) ?? mark);
