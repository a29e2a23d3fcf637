/** Height of the chart of calls per day in pixels; kept free while it loads, so that nothing jumps. */
export const chartHeight = 208
