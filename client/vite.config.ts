import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const server = process.env.PARLEY_SERVER ?? 'http://localhost:4000'

/** The server refuses sign-ins from origins it does not know; behind this proxy the page is its own. */
const toServer = { target: server, changeOrigin: true, headers: { origin: server } }

export default defineConfig({
  plugins: [react(), tailwindcss()],
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2023', sourcemap: true },
  server: {
    port: 4180,
    strictPort: true,
    proxy: {
      '/graphql': { ...toServer, ws: true },
      '/auth': toServer,
      '/sandbox/api': toServer,
      '/media': toServer,
      '/l/': toServer,
    },
  },
})
