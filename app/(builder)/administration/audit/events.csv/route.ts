export { downloadAudit as GET } from '../download-audit'
