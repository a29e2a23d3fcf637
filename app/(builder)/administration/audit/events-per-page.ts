/** How many events the audit log shows at first, and how many more each time. */
export const eventsPerPage = 50
