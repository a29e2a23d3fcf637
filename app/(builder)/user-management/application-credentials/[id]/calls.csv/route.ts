export { downloadCalls as GET } from '../download-calls'
