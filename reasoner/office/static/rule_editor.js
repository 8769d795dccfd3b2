// The page on which rules are written, made live: the field of text becomes an editor; faults, words and meanings follow what is
// typed; choosing a clause moves all three columns. Without this script the page works by its buttons.
"use strict";
(() => {
  const CM = window.CodeMirror, form = document.getElementById("rules-form"), field = document.getElementById("text");
  if (!CM || !form || !field) return;
  const PAUSE = 250; // milliseconds without a key before a text is checked
  const by = id => document.getElementById(id);
  const number = { sent: 0 }, editorName = Array.from(crypto.getRandomValues(new Uint32Array(4)), n => n.toString(36)).join("");
  let clauses = [], words = { keywords: [], patterns: {}, terms: [] }, saved = form.dataset.unsaved ? null : field.value;
  let marks = []; // the faults of the text that was checked last
  let running = null, timer = 0, chosen = "", leaving = false;

  // --- the words of the language, as the grammar and the vocabulary have them ---
  const kinds = new Map(), shapes = {};
  const TAGS = { item: "heading", keyword: "keyword", 结果: "operator", 解释: "labelName", 性质: "typeName", quote: "string", number: "number" };
  function learn(language) {
    words = language;
    for (const [label, kind] of language.terms) kinds.set(label, kind);
    for (const [word, kind] of language.keywords) kinds.set(word, kind);
    for (const [name, pattern] of Object.entries(language.patterns)) shapes[name] = new RegExp(pattern, "uy");
  }
  function matched(name, stream) {
    const shape = shapes[name];
    if (!shape) return null;
    shape.lastIndex = stream.pos;
    const match = shape.exec(stream.string);
    if (match && match[0]) { stream.pos += match[0].length; return match[0]; }
    return null;
  }
  const language = () => CM.StreamLanguage.define({
    startState: () => ({ quoted: false }),
    copyState: state => ({ ...state }),
    token(stream, state) {
      if (state.quoted || stream.peek() === "「") { // a quotation may run over several lines
        const end = stream.string.indexOf("」", stream.pos);
        state.quoted = end < 0;
        stream.pos = end < 0 ? stream.string.length : end + 1;
        return "string";
      }
      if (stream.eatSpace()) return null;
      if (matched("QUOTED_NAME", stream)) return "variableName";
      if (matched("NUMERIC", stream)) return "number";
      const word = matched("WORD", stream);
      if (!word) { stream.next(); return null; }
      const kind = kinds.get(word);
      return kind ? TAGS[kind] || "variableName" : null;
    },
  });
  const t = CM.tags;
  const colours = CM.HighlightStyle.define([
    { tag: t.heading, color: "#163a5b", fontWeight: "700" }, { tag: t.keyword, color: "#1f4e79" }, { tag: t.operator, color: "#8a1f16", fontWeight: "700" },
    { tag: t.string, color: "#5b4a12" }, { tag: t.number, color: "#175a2f" }, { tag: t.variableName, color: "#4a2a72" },
    { tag: t.labelName, color: "#6a4700" }, { tag: t.typeName, color: "#4a5665" },
  ]);

  // --- completion: what fits the words before comes first ---
  const END = /[^\s「」『』、,:;()（）。，：；]+$/u;
  function fitting(before) {
    const line = before.slice(before.lastIndexOf("\n") + 1), head = line.trim().split(/\s+/u);
    const last = head[head.length - 1] === "、" ? head.filter(w => !/^[、,]$/u.test(w)) : head;
    if (!line.trim()) return ["item", "keyword"];
    if (/性质\s+(?:[^\s]+\s*、\s*)*$/u.test(line)) return ["性质"];
    if (/(?:解释|异读|仅异读)\s+(?:[^\s]+\s*、\s*)*$/u.test(line)) return ["解释"];
    if (/事项(?:\s+是)?\s+(?:[^\s]+\s*、\s*)*$/u.test(line) && /(?:^|\s)(?:凡|待写)\s/u.test(line)) return line.includes("是 ") || /待写/u.test(line) ? ["事项"] : ["keyword"];
    if (/所在地\s+属于\s+(?:[^\s]+\s*、\s*)*$/u.test(line)) return ["地区"];
    if (/机构\s+属于\s+(?:[^\s]+\s*、\s*)*$/u.test(line)) return ["机构类型", "机构类别"];
    if (/则\s+(?:原则上\s+)?$/u.test(line)) return ["结果"];
    if (/(?:^|\s)的\s+$/u.test(line)) return ["指标、事实"];
    if (/(?:^|\s)(?:若|且|或|非|凡|须|低于|高于|不超过|不低于|达到|加|减)\s+$/u.test(line)) return ["主体", "指标、事实"];
    if (/(?:是|包含)\s+(?:[^\s]+\s*、\s*)*$/u.test(line)) return ["取值", "机构类型"];
    return last.length === 1 && !/\s$/u.test(line) ? ["item", "keyword"] : ["keyword"];
  }
  const NAMES = { item: "条目", keyword: "关键词" };
  function complete(context) {
    const text = context.state.sliceDoc(Math.max(0, context.pos - 400), context.pos);
    const quoted = text.lastIndexOf("「") > text.lastIndexOf("」");
    const typed = END.exec(text);
    if (quoted || (!typed && !context.explicit)) return null;
    const from = context.pos - (typed ? typed[0].length : 0), first = fitting(text.slice(0, text.length - (typed ? typed[0].length : 0)));
    const option = (label, kind) => ({ label, detail: NAMES[kind] || kind, type: kind === "item" || kind === "keyword" ? "keyword" : "variable", boost: first.includes(kind) ? 50 - first.indexOf(kind) : 0 });
    const options = [...words.keywords.map(([w, k]) => option(w, k)), ...words.terms.map(([w, k]) => option(w, k))];
    return { from, options: typed ? options : options.filter(o => o.boost), validFor: /^[^\s「」『』、,:;()（）。，：；]*$/u };
  }

  // --- the editor ---
  const phrases = {
    "Control character": "控制字符", "Folded lines": "折叠的行", "Unfolded lines": "展开的行", "folded code": "折叠的内容", unfold: "展开", "Fold line": "折叠", "Unfold line": "展开",
    Completions: "补全", Diagnostics: "错误列表", "No diagnostics": "没有错误", close: "关闭", Find: "查找", Replace: "替换为", next: "下一处", previous: "上一处", all: "全选", "match case": "区分大小写",
    "by word": "整词", regexp: "正则表达式", replace: "替换", "replace all": "全部替换", "current match": "当前一处", "replaced $ matches": "替换了 $ 处", "replaced match on line $": "替换了第 $ 行的一处", "on line": "在第", "Go to line": "到第几行", go: "去",
  };
  const spoken = new CM.Compartment();
  const setChosen = CM.StateEffect.define();
  const chosenLines = CM.StateField.define({
    create: () => CM.Decoration.none,
    update(value, change) {
      value = value.map(change.changes);
      for (const effect of change.effects) if (effect.is(setChosen)) {
        const lines = [], doc = change.state.doc;
        for (let n = effect.value[0]; n <= Math.min(effect.value[1], doc.lines); n++) lines.push(CM.Decoration.line({ class: "chosen-line" }).range(doc.line(n).from));
        value = CM.Decoration.set(lines);
      }
      return value;
    },
    provide: f => CM.EditorView.decorations.from(f),
  });
  const view = new CM.EditorView({
    parent: by("editor"),
    state: CM.EditorState.create({
      doc: field.value,
      extensions: [
        CM.EditorView.cspNonce.of(form.dataset.nonce), CM.EditorState.phrases.of(phrases), CM.lineNumbers(), CM.lintGutter(), CM.history(), CM.drawSelection(),
        CM.highlightActiveLine(), CM.highlightActiveLineGutter(), CM.bracketMatching(), CM.search({ top: true }), spoken.of(language()), CM.syntaxHighlighting(colours),
        CM.autocompletion({ override: [complete], icons: false }), CM.EditorView.lineWrapping, chosenLines,
        CM.EditorView.contentAttributes.of({ "aria-label": "规则", "aria-describedby": "keys", spellcheck: "false", lang: "zh-CN" }),
        CM.keymap.of([
          { key: "Mod-s", preventDefault: true, run: () => { save(); return true; } },
          ...CM.completionKeymap, ...CM.lintKeymap, ...CM.searchKeymap, ...CM.historyKeymap, ...CM.defaultKeymap,
        ]),
        CM.EditorView.updateListener.of(update => {
          if (update.docChanged) { field.value = view.state.doc.toString(); tellKept(); later(); }
          if (update.selectionSet && !update.docChanged && view.hasFocus) { follow(); tellHere(); }
        }),
      ],
    }),
  });
  field.hidden = true;
  field.labels.forEach(l => { l.htmlFor = ""; l.addEventListener("click", () => view.focus()); });

  // --- what is typed is checked when it rests ---
  function later() { clearTimeout(timer); timer = setTimeout(check, PAUSE); }
  async function check() {
    const mine = ++number.sent, data = new FormData(form);
    if (running) running.abort();
    running = new AbortController();
    for (const name of ["action", "clause", "accept", "reject"]) data.delete(name);
    data.set("text", view.state.doc.toString()); data.set("number", String(mine)); data.set("editor", editorName);
    by("state").classList.add("busy");
    try {
      const answer = await fetch(form.dataset.live, { method: "POST", body: data, signal: running.signal, headers: { Accept: "application/json" } });
      if (answer.status === 204 || mine !== number.sent) return;
      if (answer.status !== 200 && answer.status !== 422) { tell("连不上窗口，暂时不能检查；所写的还在"); return; }
      show(await answer.json(), mine);
    } catch (error) {
      if (error.name !== "AbortError") tell("连不上窗口，暂时不能检查；所写的还在");
    } finally {
      if (mine === number.sent) by("state").classList.remove("busy");
    }
  }
  function tell(message) { by("state").textContent = message; shownParts.state = ""; }
  const shownParts = {};
  function put(id, html) {
    if (shownParts[id] === html) return;
    shownParts[id] = html;
    const place = by(id), active = document.activeElement, inside = place.contains(active) ? active.dataset.choose : null;
    const top = place.scrollTop;
    place.innerHTML = html;
    place.scrollTop = top;
    if (inside) { const again = place.querySelector(`[data-choose="${CSS.escape(inside)}"]`); if (again) again.focus({ preventScroll: true }); }
  }
  function show(answer, mine) {
    if (answer.refused) { tell(answer.refused); return; }
    for (const id of ["state", "faults", "official", "meanings", "pending"]) if (answer[id] !== undefined) put(id, answer[id]);
    if (answer.official !== undefined) clauses = answer.clauses;
    const length = view.state.doc.length;
    marks = answer.marks;
    view.dispatch(CM.setDiagnostics(view.state, answer.marks.map(m => ({
      from: Math.min(m.start, length), to: Math.min(m.end, length), severity: "error", source: m.code, message: [m.title, ...m.more].join("\n"),
    }))));
    mark(chosen);
    tellHere();
    document.body.dataset.checked = String(mine);
  }

  function tellHere() { // what is wrong where the cursor stands, for whoever uses no mouse
    const head = view.state.selection.main.head, told = marks.filter(m => m.start <= head && head <= m.end).map(m => [m.title, ...m.more].join("；")).join("\n");
    if (by("here").textContent !== told) by("here").textContent = told;
  }

  // --- choosing a clause moves the three columns ---
  const at = line => { let name = ""; for (const [address, first] of clauses) { if (first > line) break; name = address; } return name; };
  function lines(address) {
    const index = clauses.findIndex(c => c[0] === address);
    if (index < 0) return null;
    return [clauses[index][1], index + 1 < clauses.length ? clauses[index + 1][1] - 1 : view.state.doc.lines];
  }
  function mark(address) {
    document.querySelectorAll(".chosen").forEach(e => { e.classList.remove("chosen"); });
    document.querySelectorAll("[aria-current=location]").forEach(e => { e.removeAttribute("aria-current"); });
    if (!address) return;
    document.querySelectorAll(`[data-address="${CSS.escape(address)}"]`).forEach(e => {
      e.classList.add("chosen");
      const link = e.querySelector("[data-choose]");
      if (link) link.setAttribute("aria-current", "location");
    });
    const range = lines(address);
    if (range) view.dispatch({ effects: setChosen.of(range) });
  }
  function scrollTo(box, address) {
    const target = box.querySelector(`[data-address="${CSS.escape(address)}"]`);
    if (target) box.scrollTop = target.offsetTop - box.clientHeight / 4;
  }
  function choose(address, move) {
    chosen = address;
    mark(address);
    scrollTo(by("official"), address);
    scrollTo(by("meanings"), address);
    const range = lines(address);
    if (move && range) {
      const line = view.state.doc.line(Math.min(range[0], view.state.doc.lines));
      view.dispatch({ selection: { anchor: line.from } });
      reveal(line.from, 3);
    }
  }
  function reveal(position, times) { // within the editor alone: the page stays where it is; lines far away have a guessed height first
    view.scrollDOM.scrollTop = view.lineBlockAt(position).top - 40;
    if (times > 1) requestAnimationFrame(() => reveal(position, times - 1));
  }
  function follow() {
    const address = at(view.state.doc.lineAt(view.state.selection.main.head).number);
    if (address && address !== chosen) choose(address, false);
  }
  document.addEventListener("click", event => {
    const link = event.target.closest("[data-choose]"), place = event.target.closest("[data-line]");
    if (link) { event.preventDefault(); choose(link.dataset.choose, true); }
    if (place) {
      event.preventDefault();
      const line = view.state.doc.line(Math.min(Number(place.dataset.line), view.state.doc.lines));
      view.dispatch({ selection: { anchor: Math.min(line.from + Number(place.dataset.column) - 1, line.to) }, scrollIntoView: true });
      view.focus();
    }
  });

  // --- saving ---
  const dirty = () => saved !== view.state.doc.toString();
  function tellKept(words) { by("kept").textContent = words || (dirty() ? "还没有保存" : "已保存"); }
  async function save() {
    const data = new FormData(form), text = view.state.doc.toString();
    for (const name of ["clause", "accept", "reject"]) data.delete(name);
    data.set("text", text); data.set("action", "save");
    tellKept("正在保存");
    try {
      const answer = await fetch(form.getAttribute("action"), { method: "POST", body: data, headers: { Accept: "application/json" } });
      if (answer.status === 200) {
        const kept = await answer.json();
        form.elements.base.value = kept.base;
        saved = text;
        tellKept(dirty() ? "" : `${kept.at} 已保存`);
        const done = by("done"); // 「还没有保存」 is no longer so
        if (done) done.remove();
        return;
      }
    } catch { tellKept("没有保存：连不上窗口；所写的还在"); return; }
    const button = form.querySelector("button[value=save]"); // the page says what is in the way, with everything that was typed
    leaving = true;
    form.requestSubmit(button);
  }
  form.addEventListener("submit", event => {
    field.value = view.state.doc.toString();
    const button = event.submitter;
    if (!leaving && button && button.name === "action" && button.value === "save") { event.preventDefault(); save(); return; }
    if (!leaving && button && button.name === "action" && button.value === "check") { event.preventDefault(); check(); return; }
    leaving = true;
  });
  window.addEventListener("beforeunload", event => { if (!leaving && dirty()) event.preventDefault(); });

  fetch(form.dataset.words).then(a => a.json()).then(known => {
    learn(known);
    view.dispatch({ effects: spoken.reconfigure(language()) }); // what was read without them is read again
  }).catch(() => {}).finally(() => { document.body.dataset.words = "yes"; });
  check().then(() => { if (form.dataset.clause) choose(form.dataset.clause, true); });
  const chosenForm = by("form");
  if (chosenForm) chosenForm.scrollIntoView();
})();
