/**
 * The style of the page: a table if there is room for one, else a card for each row. The colours also work in dark
 * mode.
 */
export const style = `
:root { color-scheme: light dark; --line: #c8ccd2; --soft: #f3f5f7; --grave: #b3261e; --some: #9a6700; --calm: #1a7f37; }
@media (prefers-color-scheme: dark) { :root { --line: #444c56; --soft: #22272e; --grave: #ff8a80; --some: #e3b341; --calm: #57d975; } }
body { margin: 0; font: 16px/1.45 system-ui, sans-serif; }
main { max-width: 80rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.35rem; border-left: .4rem solid var(--calm); padding-left: .7rem; }
h1.grave, h1.stopped { border-color: var(--grave); } h1.some { border-color: var(--some); }
h2 { font-size: 1.05rem; }
.stopped { border: 1px solid var(--grave); border-radius: .4rem; padding: 0 .8rem .4rem; }
h1.stopped { border-width: 0 0 0 .4rem; border-radius: 0; }
pre { background: var(--soft); padding: .5rem; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
th, td { text-align: left; vertical-align: top; padding: .45rem .6rem; border-bottom: 1px solid var(--line); min-width: 4.5rem; overflow-wrap: break-word; }
th { background: var(--soft); font-weight: 600; }
td:nth-child(3) { min-width: 8.5rem; } td:nth-child(1) { min-width: 6.5rem; }
i { display: inline-block; width: .7rem; height: .7rem; border-radius: 50%; margin-right: .45rem; background: var(--line); }
.reveal i, .delete i { background: var(--grave); } .condition i, .more i { background: var(--some); }
strong { color: var(--grave); }
code { background: var(--soft); border-radius: .2rem; padding: 0 .2rem; overflow-wrap: anywhere; }
dt { font-weight: 600; margin-top: .6rem; } dd { margin: .15rem 0 .15rem 1rem; }
summary { cursor: pointer; padding: .4rem 0; }
footer { margin-top: 1.5rem; border-top: 1px solid var(--line); font-size: .85rem; overflow-wrap: anywhere; }
@media (max-width: 45rem) {
  thead { position: absolute; left: -999rem; }
  tr { display: block; border: 1px solid var(--line); border-radius: .4rem; margin: .6rem 0; }
  tr.reveal, tr.delete { border-left: .35rem solid var(--grave); } tr.condition, tr.more { border-left: .35rem solid var(--some); }
  td { display: grid; grid-template-columns: 5.2rem 1fr; gap: .5rem; border: 0; }
  td::before { content: attr(data-label); opacity: .75; }
  td > * { min-width: 0; } td:nth-child(n) { min-width: 0; }
}
`;
