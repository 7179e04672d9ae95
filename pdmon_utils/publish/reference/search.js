// The search of the site: filters the list of `search-data.js` while the reader types; no server, no library.
(() => {
  const field = document.getElementById("search");
  const list = document.getElementById("found");
  const said = document.getElementById("found-count");
  const most = 40;
  const fold = (text) => text.toLowerCase().replaceAll("ё", "е");
  const things = PDMON_FOUND.map(([what, where, href]) => ({ what, where, href, text: fold(`${what} ${where}`) }));

  const item = ({ what, where, href }) => {
    const row = document.createElement("li");
    const link = document.createElement("a");
    link.href = href;
    link.textContent = what;
    row.append(link, ` — ${where}`);
    return row;
  };

  const search = () => {
    const words = fold(field.value).split(/\s+/).filter(Boolean);
    const found = words.length ? things.filter(({ text }) => words.every((word) => text.includes(word))) : [];
    list.replaceChildren(...found.slice(0, most).map(item));
    const rest = found.length > most ? `, показаны первые ${most}` : "";
    said.textContent = words.length ? `Найдено: ${found.length}${rest}` : "";
  };

  document.getElementById("finder").hidden = false;
  field.addEventListener("input", search);
  search();
})();
