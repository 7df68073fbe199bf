// What a page can't know when it is written: how long ago something was; and a button that copies a feed's address.
// Every page works without it.
(() => {
  "use strict";
  const root = document.documentElement;
  const [MINUTE, HOUR, DAY] = [6e4, 36e5, 864e5];
  const relative = new Intl.RelativeTimeFormat(root.lang, { numeric: "auto" });

  // The day that it is then where the site is: "2026-10-09".
  const days = new Intl.DateTimeFormat("en-CA", { timeZone: root.dataset.zone });
  const between = (day, later) => Math.round((Date.parse(later) - Date.parse(day)) / DAY);

  // "Yesterday" is the day before, however many hours ago.
  const ago = (then, now) => {
    const passed = now - then;
    return passed < HOUR ? relative.format(-Math.floor(passed / MINUTE), "minute")
      : passed < DAY ? relative.format(-Math.floor(passed / HOUR), "hour")
      : relative.format(-between(days.format(then), days.format(now)), "day");
  };

  // "Thứ Ba" inside a sentence is "thứ Ba"; English names keep their capitals.
  const inside = (name) => root.lang === "vi" ? name[0].toLowerCase() + name.slice(1) : name;

  // Older than that, a date says more.
  const LONGEST = 14 * DAY;

  const tell = () => {
    const now = Date.now();
    for (const time of document.querySelectorAll(".meta time[datetime*=T]")) {
      const then = Date.parse(time.dateTime);
      const passed = now - then;
      let said = time.querySelector(".ago");
      if (!(passed >= 0 && passed < LONGEST) || (passed >= DAY && time.closest(".day"))) {
        said?.remove();
        continue;
      }
      if (!said) {
        said = document.createElement("span");
        said.className = "ago";
        time.append(" ", said);
      }
      said.textContent = `(${ago(then, now)})`;
    }
    const today = days.format(now);
    for (const time of document.querySelectorAll(".day > h2 time")) {
      const passed = between(time.dateTime, today);
      const name = time.querySelector(".weekday");
      name.dataset.weekday ??= name.textContent;
      const word = relative.format(-passed, "day");
      name.textContent = passed === 0 || passed === 1
        ? `${word[0].toUpperCase()}${word.slice(1)}, ${inside(name.dataset.weekday)}` : name.dataset.weekday;
    }
  };
  tell();
  setInterval(tell, MINUTE);

  const list = document.querySelector("[data-copy]");
  for (const code of navigator.clipboard && list ? document.querySelectorAll(".address code") : []) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = list.dataset.copy;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = list.dataset.copied;
      setTimeout(() => { button.textContent = list.dataset.copy; }, 3000);
    });
    code.after(" ", button);
  }
})();
