import { createContext, useContext } from 'react'

/** The person at the screen. */
export type SignedInViewer = {
  user: { id: string; name: string; email: string }
  signOut: () => Promise<void>
}

/** Holds the viewer for everything below {@link SignedIn}. */
export const ViewerContext = createContext<SignedInViewer | null | undefined>(null)

/** Who is signed in. */
export const useViewer = (): SignedInViewer => {
  const viewer = useContext(ViewerContext)
  if (!viewer) throw new Error('useViewer needs SignedIn above it')
  return viewer
}
