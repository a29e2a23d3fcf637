/** Whoever looks at the screen: their id and zone, whether they may manage people at all, and the access options of all their roles. */
export type Viewer = { id: string; timeZone: string; canManage: boolean; features: string[] }
