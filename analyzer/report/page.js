"use strict";
(() => {
  const one = (selector) => document.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // The table: sorted by its headings, which become buttons; each candidate is a tbody, so that its reasons go with it.
  const table = one("#ranking");
  const bodies = table ? [...table.tBodies] : [];
  const headings = table ? all(":scope > thead th", table) : [];
  const keyOf = (body, column) => {
    const cell = body.rows[0].cells[column];
    return cell.dataset.sort === undefined ? cell.textContent : Number(cell.dataset.sort);
  };
  const compare = (a, b) => (typeof a === "number" ? a - b : a.localeCompare(b));
  headings.forEach((heading, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const before = heading.getAttribute("aria-sort");
      const isNumber = heading.classList.contains("number") && column > 0;
      const first = isNumber ? "descending" : "ascending";
      const order = before ? (before === "ascending" ? "descending" : "ascending") : first;
      headings.forEach((other) => other.removeAttribute("aria-sort"));
      heading.setAttribute("aria-sort", order);
      const sign = order === "ascending" ? 1 : -1;
      const keyed = bodies.map((body, place) => [keyOf(body, column), place, body]);
      keyed.sort((a, b) => sign * compare(a[0], b[0]) || a[1] - b[1]);
      table.append(...keyed.map((each) => each[2]));
      showFirst(keyed.map((each) => each[2]));
    });
  });
  const rest = all("tbody.rest", table || document).length;
  const showFirst = (ordered) => {
    if (!rest || document.documentElement.classList.contains("all")) return;
    ordered.forEach((body, place) => body.classList.toggle("rest", place >= ordered.length - rest));
  };
  const showAll = () => {
    document.documentElement.classList.add("all");
    one("#all")?.parentElement.remove();
  };
  one("#all")?.addEventListener("click", showAll);
  one("#filter")?.addEventListener("input", (event) => {
    const wanted = event.target.value.trim().toLowerCase();
    if (wanted) showAll();
    let shown = 0;
    bodies.forEach((body) => {
      body.hidden = !body.rows[0].textContent.toLowerCase().includes(wanted);
      shown += body.hidden ? 0 : 1;
    });
    const status = one("#shown");
    status.textContent = !wanted ? "" : shown ? `${shown} / ${bodies.length}` : status.dataset.none;
  });

  // The timeline: places are per cent of the width, so that a wider drawing in its track is a closer look.
  const tracks = all(".track");
  let zoom = 1;
  const steady = (track) => {
    const labels = track.querySelector(".labels");
    if (labels) labels.style.transform = `translateX(${track.scrollLeft}px)`;
  };
  const zoomTo = (wanted) => {
    const before = zoom;
    zoom = Math.min(Math.max(wanted, 1), 32);
    tracks.forEach((track) => {
      const middle = track.scrollLeft + track.clientWidth / 2;
      track.firstElementChild.style.width = `${zoom * 100}%`;
      track.scrollLeft = (middle * zoom) / before - track.clientWidth / 2;
      steady(track);
    });
    one("#zoomed").textContent = `${zoom * 100}%`;
  };
  tracks.forEach((track) => track.addEventListener("scroll", () => steady(track), { passive: true }));
  all("[data-zoom]").forEach((button) =>
    button.addEventListener("click", () => zoomTo(zoom * Number(button.dataset.zoom))),
  );

  // Copying: by the clipboard's own interface, or as from a selection where the browser has none for files.
  const copied = one("#copied");
  const select = (text) => {
    const range = document.createRange();
    range.selectNodeContents(text);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  };
  all("[data-copy]").forEach((button) => {
    const label = button.textContent;
    button.addEventListener("click", async () => {
      const text = document.getElementById(button.dataset.copy);
      try {
        await navigator.clipboard.writeText(text.textContent);
      } catch {
        text.closest("details").open = true;
        select(text);
        document.execCommand("copy");
      }
      button.textContent = button.dataset.done;
      copied.textContent = copied.dataset.text;
      setTimeout(() => {
        button.textContent = label;
        copied.textContent = "";
      }, 2000);
    });
  });
})();
