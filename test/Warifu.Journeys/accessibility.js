// What WCAG 2.2 AA asks of a page as far as a program can see it. Answers one sentence for each fault.
() => {
  const faults = [];
  const fault = (rule, element, more) => faults.push(`${rule}: ${describe(element)}${more ? ` (${more})` : ""}`);
  const describe = element => {
    const tag = element.cloneNode(false).outerHTML?.replace(/\s+/g, " ").slice(0, 120) ?? "";
    return `${tag} ${(element.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 40)}`.trim();
  };
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const shown = element => element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true });
  // Off the screen on purpose, for screen readers or until it has the focus.
  const aside = element => element.closest(".skip, .visually-hidden, table.stack thead") !== null;

  // Names (4.1.2, 1.1.1, 2.4.4).
  const referred = (element, attribute) => (element.getAttribute(attribute) ?? "").split(/\s+/).filter(Boolean);
  const textOf = id => document.getElementById(id)?.textContent.trim() ?? "";
  const nameOf = element =>
    referred(element, "aria-labelledby").map(textOf).join(" ").trim()
    || (element.getAttribute("aria-label") ?? "").trim()
    || [...(element.labels ?? [])].map(label => label.textContent.trim()).join(" ").trim()
    || (element.getAttribute("alt") ?? "").trim()
    || (element.matches("input, select, textarea") ? "" : element.textContent.trim())
    || (element.matches("input[type=submit], input[type=button]") ? element.value : "")
    || (element.getAttribute("title") ?? "").trim();
  for (const element of all("a[href], button, input:not([type=hidden]), select, textarea, summary, dialog, [role=img], [role=toolbar], [role=group], img:not([alt=''])"))
    if (!nameOf(element)) fault("has no name", element);
  for (const element of all("svg")) {
    if (element.getAttribute("aria-hidden") !== "true" && element.getAttribute("role") !== "img") fault("is a picture without a role", element);
  }
  for (const element of all("input:not([type=hidden]), select, textarea"))
    if (!(element.labels?.length || element.ariaLabel)) fault("is a field without a label", element);
  for (const element of all("[aria-invalid=true]"))
    if (!referred(element, "aria-describedby").some(textOf)) fault("is wrong without saying why", element);

  // References and ids (4.1.2).
  const ids = all("[id]").map(element => element.id);
  for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) faults.push(`id ${id} is there twice`);
  for (const attribute of ["aria-labelledby", "aria-describedby", "aria-controls", "for"])
    for (const element of all(`[${attribute}]`))
      for (const id of referred(element, attribute)) if (!document.getElementById(id)) fault(`${attribute} leads nowhere`, element, id);
  for (const element of all("[aria-hidden=true] a, [aria-hidden=true] button, [aria-hidden=true] input")) fault("can have the focus though it is hidden", element);
  for (const element of all("[tabindex]")) if (element.tabIndex > 0) fault("jumps the order of the Tab key", element);

  // Landmarks, headings, language (1.3.1, 2.4.1, 2.4.2, 2.4.6, 3.1.1).
  for (const landmark of ["main", "body > header", "body > footer"])
    if (all(landmark).length !== 1) faults.push(`there are ${all(landmark).length} of ${landmark}`);
  const navigations = all("nav").map(nameOf);
  if (new Set(navigations).size !== navigations.length || navigations.includes("")) faults.push(`navigations are not told apart: ${navigations}`);
  for (const element of all("body > *:not(header, main, footer, dialog, script, .skip)")) fault("stands in no landmark", element);
  const headings = all("h1, h2, h3, h4, h5, h6", document.querySelector("main")).map(heading => +heading.tagName[1]);
  if (headings.filter(level => level === 1).length !== 1) faults.push(`${headings.filter(level => level === 1).length} main headings`);
  headings.forEach((level, at) => { if (at > 0 && level > headings[at - 1] + 1) faults.push(`a heading of level ${level} follows one of level ${headings[at - 1]}`); });
  if (!["ja", "en"].includes(document.documentElement.lang)) faults.push("the page has no language");
  // What is Japanese on an English page, such as a text as it was once shown, is marked as Japanese (3.1.2).
  if (document.documentElement.lang === "en")
    for (const element of all("body *:not(script, style, [lang=ja], [lang=ja] *)"))
      if ([...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && /[（）「」〜、。]/.test(node.data))) fault("is punctuated as Japanese", element);
  if (document.title.length < 3) faults.push("the page has no title");
  if (/user-scalable\s*=\s*no|maximum-scale/.test(document.querySelector("meta[name=viewport]")?.content ?? "")) faults.push("the page cannot be made larger");

  // Tables (1.3.1).
  for (const table of all("main table")) {
    if (!table.querySelector("th[scope]")) fault("is a table without headings", table);
    for (const heading of all("th:not([scope])", table)) fault("is a heading of nothing", heading);
  }

  // Contrast (1.4.3 text, 1.4.11 borders of fields).
  const parse = colour => {
    const parts = colour.match(/[\d.]+/g).map(Number);
    const scale = colour.startsWith("color(") ? 255 : 1;
    return { r: parts[0] * scale, g: parts[1] * scale, b: parts[2] * scale, a: parts[3] ?? 1 };
  };
  const over = (top, below) => ({ r: top.r * top.a + below.r * (1 - top.a), g: top.g * top.a + below.g * (1 - top.a), b: top.b * top.a + below.b * (1 - top.a), a: 1 });
  const canvas = parse(getComputedStyle(document.documentElement).backgroundColor);
  const groundOf = element => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.a > 0) layers.push(colour);
      if (colour.a === 1) break;
    }
    return layers.reverse().reduce((below, top) => over(top, below), canvas);
  };
  const channel = value => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const luminance = colour => 0.2126 * channel(colour.r) + 0.7152 * channel(colour.g) + 0.0722 * channel(colour.b);
  const contrast = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = new Set();
  while (words.nextNode()) {
    const element = words.currentNode.parentElement;
    if (!words.currentNode.data.trim() || seen.has(element) || element.closest("script, style, option") || !shown(element) || aside(element)) continue;
    seen.add(element);
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const least = size >= 24 || (size >= 18.66 && +style.fontWeight >= 700) ? 3 : 4.5;
    const ground = groundOf(element);
    const ratio = contrast(over(parse(element.closest("svg") ? style.fill : style.color), ground), ground);
    if (ratio < least) fault("has too little contrast", element, ratio.toFixed(2));
  }
  for (const field of all("main input:not([type=hidden], [type=checkbox], [type=radio]), main select, main textarea")) {
    if (!shown(field)) continue;
    const ratio = contrast(parse(getComputedStyle(field).borderTopColor), groundOf(field.parentElement));
    if (ratio < 3) fault("has an edge that is hard to see", field, ratio.toFixed(2));
  }

  // Room for a finger (2.5.8): 24 by 24, but for links within a sentence.
  for (const element of all("button, a[href], summary, input[type=checkbox], input[type=radio], select")) {
    if (!shown(element) || aside(element) || (element.matches("a") && element.closest("p, li, td, dd, th, h1, h2, h3"))) continue;
    const box = element.getBoundingClientRect();
    if (box.width < 24 || box.height < 24) fault("is too small for a finger", element, `${Math.round(box.width)} × ${Math.round(box.height)}`);
  }

  // Nothing is cut off sideways (1.4.10).
  if (document.documentElement.scrollWidth > document.documentElement.clientWidth) faults.push("the page is wider than the screen");
  for (const box of all(".scroll:has(table.stack)")) if (box.scrollWidth > box.clientWidth) fault("is wider than its place", box);
  return faults;
}
