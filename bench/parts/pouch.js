// PouchDB replicating documents from its own server: prints the seconds it took, as JSON.
// node pouch.js FOLDER DOCUMENTS.ndjson   (FOLDER holds node_modules and takes the copy)
'use strict'
const fs = require('fs')
const path = require('path')
const { createRequire } = require('module')

const [folder, file] = process.argv.slice(2)
const need = createRequire(path.join(folder, 'package.json'))

async function main () {
  const PouchDB = need('pouchdb')
  PouchDB.plugin(need('pouchdb-adapter-memory'))
  const Own = PouchDB.defaults({ adapter: 'memory' })
  const app = need('express')()
  app.use('/', need('express-pouchdb')(Own, { mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: path.join(folder, 'log.txt') }))
  const server = app.listen(0, '127.0.0.1')
  const documents = fs.readFileSync(file, 'utf8').trim().split('\n').map(line => JSON.parse(line))
  const source = new Own('cases')
  for (let at = 0; at < documents.length; at += 2000) {
    await source.bulkDocs(documents.slice(at, at + 2000))
  }
  const copy = new PouchDB(path.join(folder, 'copy-' + Date.now()))
  const from = `http://127.0.0.1:${server.address().port}/cases`
  const begun = process.hrtime.bigint()
  const done = await copy.replicate.from(from, { batch_size: 1000, batches_limit: 10 })
  const seconds = Number(process.hrtime.bigint() - begun) / 1e9
  if (done.docs_written !== documents.length) throw new Error(`${done.docs_written} documents came`)
  await copy.destroy()
  console.log(JSON.stringify({ seconds }))
  process.exit(0)
}

main().catch(fault => { console.error(fault); process.exit(1) })
