// Reads BPMN files with bpmn-moddle and prints every warning; exits 1 when there is one.
import { readFileSync } from 'node:fs'
import BpmnModdle from 'bpmn-moddle'

let found = 0
for (const name of process.argv.slice(2)) {
  const { warnings } = await new BpmnModdle().fromXML(readFileSync(name, 'utf8'))
  for (const warning of warnings) { found += 1; console.log(`${name}: ${warning.message}`) }
}
process.exit(found ? 1 : 0)
