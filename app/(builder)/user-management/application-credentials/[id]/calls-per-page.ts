/** How many calls the log shows at first, and how many more each time. */
export const callsPerPage = 50
