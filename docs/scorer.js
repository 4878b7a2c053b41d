// Of what a search finds, the pages in the reader's language come first.
Scorer.score = ([page, , , , score]) =>
  page.startsWith("zh/") === location.pathname.includes("/zh/") ? score + 100 : score;
