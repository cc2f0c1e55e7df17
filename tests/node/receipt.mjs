// Runs the verification page's own script on receipts from standard input: one JSON line {vkey, receipts: [text]} in,
// one JSON line of verdicts out ("" when proved, otherwise the problem in words).
import { readFileSync } from "node:fs";

const page = readFileSync(process.argv[2], "utf8");
const script = /<script>([\s\S]*?)<\/script>/.exec(page)[1];
const { checkReceipt, Wrong } = new Function(`${script}\nreturn { checkReceipt, Wrong };`)();
const { vkey, receipts } = JSON.parse(readFileSync(0, "utf8"));
const verdicts = [];
for (const text of receipts) {
  try {
    await checkReceipt(text, [vkey]);
    verdicts.push("");
  } catch (problem) {
    if (!(problem instanceof Wrong)) throw problem;
    verdicts.push(problem.message);
  }
}
process.stdout.write(JSON.stringify(verdicts));
