import { database } from '@/lib/db/client'

/** What PostgreSQL did: every scan with its table and index, and how many rows and blocks it touched on the way. */
export async function planOf(statement: { text: string; values: unknown[] }, pool = database().pool) {
  const { rows: answer } = await pool.query(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${statement.text}`, statement.values)
  type Node = { [key: string]: unknown; Plans?: Node[] }
  const root = answer[0]['QUERY PLAN'][0] as { Plan: Node; 'Execution Time': number }
  const nodes: Node[] = []
  const walk = (node: Node) => {
    nodes.push(node)
    node.Plans?.forEach(walk)
  }
  walk(root.Plan)
  const scans = nodes.filter((node) => node['Index Name'] ?? node['Relation Name'])
  return {
    scans: scans.map((node) => `${node['Node Type']} ${node['Index Name'] ?? node['Relation Name']}`),
    sorts: nodes.filter((node) => node['Node Type'] === 'Sort').length,
    blocks: Number(root.Plan['Shared Hit Blocks']) + Number(root.Plan['Shared Read Blocks']),
    milliseconds: root['Execution Time'],
  }
}
