// What the widget and the console offer to write with.

/** Those that people write to a shop: a keyboard has the others. */
export const emojis: readonly string[] = [
  ...'😀😄😅😂🙂😉😊😍😘🤗🤔😐🙄😏😴😕🙁😢😭😠😡😱🤯🥳👍👎👌🙏👏🤝💪👋✌️🤞❤️💔🔥✨🎉✅❌⚠️❓❗⏰📦🚚💳🧾📷📎📱💻🏠🎁☕🌍☀️🌧️'.match(
    /\p{Extended_Pictographic}\uFE0F?/gu,
  )!,
];
