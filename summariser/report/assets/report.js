/* Filter, search, keys and citations. All content is there without this script;
   nothing is fetched, and no text is ever read as markup. */
(() => {
  "use strict";

  const $ = (id) => document.getElementById(id);
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const form = $("tools");
  const search = $("search");
  const selects = all("select", form);
  const help = $("help");
  const back = $("back");
  const plain = (text) => text.toLowerCase().split("’").join("'");

  /* --- what can be filtered ------------------------------------------------ */

  const texts = (el) =>
    el.matches(".card") ? all(":scope > :not(.lists), .text", el).map((part) => part.textContent).join(" ") : el.textContent;

  let index = null;

  /* One entry for each item: the card it is in, its keys, what folds it away, where it is counted. */
  const entry = (el) => {
    const card = el.parentElement.closest(".card");
    const counter = card ? null : el.closest("section[id]").querySelector("[data-count]");
    return {
      el,
      card,
      keys: ` ${card ? card.dataset.k : ""} ${el.dataset.k} `,
      fold: el.parentElement.closest("[data-group], details"),
      counter: counter && el.matches(counter.dataset.count) ? counter : null,
      text: null,
      shown: true,
    };
  };

  const items = () => (index ??= all("[data-k]").map(entry));

  const text = (item) => (item.text ??= plain(texts(item.el)));

  /* Reads the page's words in idle moments, so that the first search need not. */
  const prepare = (at = 0) => {
    const list = items();
    const until = performance.now() + 8;
    while (at < list.length && performance.now() < until) text(list[at++]);
    if (at < list.length) idle(() => prepare(at));
  };
  const idle = (work) => (window.requestIdleCallback ?? ((next) => setTimeout(next, 1)))(work);

  const count = (tally, box, shown) => {
    if (!box) return;
    const counts = tally.get(box) ?? [0, 0];
    tally.set(box, [counts[0] + (shown ? 1 : 0), counts[1] + 1]);
  };

  const show = (el, shown) => {
    if (el.hidden === shown) el.hidden = !shown;
  };

  const filter = () => {
    const keys = selects.map((select) => select.value).filter(Boolean).map((key) => ` ${key} `);
    const words = plain(search.value).split(/\s+/).filter(Boolean);
    const active = keys.length + words.length > 0;
    const folds = new Map();
    const counters = new Map();
    const cards = new Set();
    let found = 0;

    const list = items();
    const matches = (item) => keys.every((key) => item.keys.includes(key)) && words.every((word) => text(item).includes(word));
    const result = list.map((item) => !active || matches(item));
    list.forEach((item, at) => {
      if (result[at] && item.card) cards.add(item.card);
    });
    list.forEach((item, at) => {
      const shown = result[at] || cards.has(item.el);
      item.shown = shown;
      if (!item.fold?.matches("details:not([open])")) show(item.el, shown);
      count(folds, item.fold, shown);
      count(counters, item.counter, shown);
      found += shown ? 1 : 0;
    });

    folds.forEach(([shown, total], fold) => {
      show(fold, shown > 0 || !active || fold.matches("[open]"));
      hits(fold, active ? `${shown} of ${total} match` : "");
    });
    counters.forEach(([shown, total], counter) => {
      counter.textContent = active ? `${shown} of ${total}` : "";
      show(counter.closest("section").querySelector(":scope > [data-none]"), shown === 0);
    });
    $("found").textContent = active ? `${found} of ${list.length} match` : "";
    show($("state"), active);
  };

  const hits = (fold, words) => {
    if (!fold.matches("details")) return;
    let note = fold.querySelector(":scope > summary > .hits");
    if (!note && !words) return;
    if (!note) {
      note = document.createElement("span");
      note.className = "hits";
      fold.querySelector("summary").append(" ", note);
    }
    note.textContent = words;
  };

  const clear = () => {
    search.value = "";
    selects.forEach((select) => (select.value = ""));
    filter();
  };

  /* --- following a link to its sentence ------------------------------------ */

  let origin = null;
  let returning = false;
  let clicked = true;

  const target = () => {
    const name = location.hash.slice(1);
    return name ? $(name) : null;
  };

  const reveal = (el) => {
    if (el.closest("[hidden]")) clear();
    for (let box = el.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    if (el.matches("details")) el.open = true;
  };

  const light = (el) => {
    all(".lit").forEach((mark) => mark.classList.remove("lit"));
    const range = /:(\d+)-(\d+)$/.exec(el.id);
    const within = el.closest(".text");
    if (!range || !within) return;
    for (const mark of all("mark[data-at]", within)) {
      const at = Number(mark.dataset.at);
      if (at >= Number(range[1]) && at < Number(range[2])) mark.classList.add("lit");
    }
  };

  /* Parts off the screen are laid out only when they come near, so where an element is
     can change while it is scrolled to: look again in the next frames. */
  const scrollTo = (el, block, again = 3) => {
    el.scrollIntoView({ block });
    if (again) requestAnimationFrame(() => scrollTo(el, block, again - 1));
  };

  const go = (el, block) => {
    scrollTo(el, block);
    if (!el.matches("a[href], button, input, select, summary, [tabindex]")) el.tabIndex = -1;
    el.focus({ preventScroll: true });
  };

  const follow = () => {
    if (returning && origin) {
      returning = false;
      show(back, false);
      go(origin, "center");
      return;
    }
    const el = target();
    if (!el) return;
    reveal(el);
    light(el);
    if (clicked) go(el.closest("mark") ?? el, el.closest(".text, .records, .gist, table") ? "center" : "start");
    clicked = false;
  };

  const home = () => {
    if (back.hidden) return;
    returning = true;
    history.back();
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link || event.defaultPrevented) return;
    if (link === back) {
      event.preventDefault();
      home();
      return;
    }
    clicked = true;
    origin = link;
    show(back, !link.closest(".bar, .top, .skip"));
    if (link.hash === location.hash) {
      event.preventDefault();
      follow();
      show(back, false);
    }
  });
  window.addEventListener("hashchange", follow);

  /* --- citations ------------------------------------------------------------ */

  const words = (el) => (el ? el.textContent.replace(/\s+/g, " ").trim() : "");
  const file = () => decodeURIComponent(location.pathname.split("/").pop()) || "report.html";
  const address = (el) => `${file()}#${el.id}`;
  const sentence = (text) => (/[.?!…]$/.test(text) ? text : `${text}.`);
  const quote = (el) => {
    const place = /:(\d+)-(\d+)$/.exec((el.matches("a") ? el : el.querySelector(".at")).hash);
    const where = place ? ` (characters ${place[1]}–${place[2]})` : "";
    return `“${words(el.querySelector("mark") ?? el)}”${where}`;
  };
  const quoted = (el) => all("a.q, blockquote", el).map(quote);

  const ofRecord = (el) => {
    const [head, ...rest] = [...el.childNodes];
    const end = rest.findIndex((node) => node.nodeType === Node.ELEMENT_NODE && !node.matches("bdi"));
    const say = words({ textContent: rest.slice(0, end).map((node) => node.textContent).join("") });
    const said = sentence(say ? `${words(head)}: ${say}` : words(head));
    return [said, ...quoted(el), sentence(el.closest(".card").dataset.cite), `Record ${el.id}, ${address(el)}`].join("\n");
  };

  const ofComparison = (el) => {
    const sides = all(".side", el).map((side) => {
      const claims = all(".claim", side).map((claim) => {
        const card = $(claim.querySelector(".ref").hash.slice(1));
        return `  ${card ? card.dataset.cite : words(claim.querySelector(".by b"))}: ${quoted(claim).join(" ")}`;
      });
      return [`– ${words(side.querySelector("h4 b"))}`, ...claims].join("\n");
    });
    const kind = el.matches(".conflict") ? "Conflict" : "Agreement";
    return [words(el.querySelector("h3")), ...sides, `${kind} ${el.id}, ${address(el)}`].join("\n");
  };

  const citation = (el) => {
    if (el.matches(".conflict, .agreement")) return ofComparison(el);
    return el.matches(".card") ? `${sentence(el.dataset.cite)}\n${address(el)}` : ofRecord(el);
  };

  const citable = (el) => el?.closest?.(".conflict, .agreement, .records > li[id], .card");

  const copy = async (value) => {
    try {
      await navigator.clipboard.writeText(value);
    } catch {
      const area = document.createElement("textarea");
      area.value = value;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  };

  let fading = 0;
  const tell = (message) => {
    $("toast").textContent = message;
    clearTimeout(fading);
    fading = setTimeout(() => ($("toast").textContent = ""), 2500);
  };

  const cite = async (el) => {
    if (!el) return;
    await copy(citation(el));
    tell("Citation copied");
  };

  const addButton = (place) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy as citation";
    place.append(" ", button);
  };

  all(".conflict > .foot, .agreement > .foot, .card > .origin").forEach(addButton);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.copy");
    if (button) cite(citable(button));
  });
  document.addEventListener("toggle", (event) => {
    const box = event.target;
    if (!box.open) return;
    index?.forEach((item) => item.fold === box && show(item.el, item.shown));
    if (!box.matches(".list") || box.dataset.ready) return;
    box.dataset.ready = "yes";
    all(".records > li[id]", box).forEach((el) => {
      const link = document.createElement("a");
      link.className = "id";
      link.href = `#${el.id}`;
      link.textContent = el.id;
      el.append(link);
      addButton(el);
    });
  }, true);

  /* --- what a number stands for --------------------------------------------- */

  const named = (event) => {
    const ref = event.target.closest?.("a.ref");
    if (!ref || ref.title) return;
    const card = all(".card").find((each) => each.dataset.name === ref.textContent);
    if (card) ref.title = words(card.querySelector("h3 bdi"));
  };
  document.addEventListener("pointerover", named);
  document.addEventListener("focusin", named);

  /* --- keys ------------------------------------------------------------------ */

  const step = (by) => {
    const list = all(".conflict:not([hidden])");
    if (!list.length) return;
    const now = list.indexOf(document.activeElement.closest(".conflict"));
    const next = now < 0 ? (by > 0 ? 0 : list.length - 1) : Math.min(Math.max(now + by, 0), list.length - 1);
    go(list[next], "start");
  };

  const focused = () => (document.activeElement.matches(".conflict") ? document.activeElement : null);

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    ArrowDown: () => focused() && step(1),
    ArrowUp: () => focused() && step(-1),
    Enter: () => focused()?.querySelector(".at")?.click(),
    b: home,
    c: () => cite(citable(document.activeElement) ?? citable(target())),
    x: clear,
    "/": () => search.focus(),
    "?": () => help.showModal(),
  };
  const always = new Set(["j", "k", "b", "c", "x", "/", "?"]);

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    if (event.key === "Escape" && event.target === search) {
      if (search.value) {
        search.value = "";
        filter();
      } else search.blur();
      event.preventDefault();
      return;
    }
    if (event.target.matches("input, select, textarea")) return;
    const work = keys[event.key];
    if (!work || !(always.has(event.key) || focused())) return;
    event.preventDefault();
    work();
  });

  $("keys").addEventListener("click", () => help.showModal());
  $("help-close").addEventListener("click", () => help.close());
  $("clear").addEventListener("click", clear);
  $("more").addEventListener("click", () => {
    const open = form.classList.toggle("open");
    $("more").setAttribute("aria-expanded", String(open));
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  search.addEventListener("input", filter);
  selects.forEach((select) => select.addEventListener("change", filter));

  form.hidden = false;
  document.documentElement.classList.add("ready");
  if (location.hash) follow();
  if (search.value || selects.some((select) => select.value)) filter();
  idle(() => prepare());
})();
