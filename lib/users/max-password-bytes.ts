/** bcrypt reads no further than this; a longer password would be cut off in silence, so it is refused. */
export const maxPasswordBytes = 72
