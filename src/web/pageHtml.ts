/** What stands on the page before the first numbers arrive; `browser/page.ts` fills it. */
export const PAGE_HTML = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Headstart</title>
    <link rel="icon" href="/icon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/uplot.css">
    <link rel="stylesheet" href="/page.css">
    <script src="/uplot.js" defer></script>
    <script src="/browser/page.js" type="module"></script>
  </head>
  <body>
    <header class="top">
      <p class="eyebrow"><span id="title">Headstart</span><span id="live" class="pill"></span></p>
      <h1 id="headline">Waiting for the first numbers …</h1>
      <p id="detail"></p>
      <p id="chooser" hidden><label for="target">Deployment</label> <select id="target"></select></p>
      <noscript>
        <p>The charts need JavaScript; the numbers are at <a href="/recording.json">/recording.json</a>.</p>
      </noscript>
    </header>
    <main>
      <section id="timeline" class="card" aria-label="Traffic and replicas over time"></section>
      <div class="side">
        <section class="card" aria-labelledby="promises-title">
          <h2 id="promises-title">Promises</h2>
          <ul id="promises" class="promises"></ul>
        </section>
        <section id="costs-card" class="card" aria-labelledby="costs-title" hidden>
          <h2 id="costs-title">What it cost</h2>
          <div id="costs"></div>
        </section>
      </div>
      <section class="card" aria-labelledby="story-title">
        <h2 id="story-title">What happened and why</h2>
        <ol id="story" class="story"></ol>
      </section>
      <section class="card numbers">
        <details id="numbers">
          <summary>All of it as a table</summary>
        </details>
      </section>
    </main>
  </body>
</html>
`;

/** A capacity step that stands before the peak comes. */
export const PAGE_ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
  <rect width="32" height="32" rx="7" fill="#0072b2"/>
  <path d="M5 24h7V10h15" fill="none" stroke="#fff" stroke-width="3"/>
  <path d="M5 25c12 0 11-11 16-11s3 8 6 11" fill="none" stroke="#ffd27f" stroke-width="2.5"/>
</svg>
`;
