import { defineConfig } from 'vite'

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../dist/page',
    emptyOutDir: true, // said here, since the folder is outside of the root, where Vite would only warn
    assetsInlineLimit: 0, // the server's policy allows 'self' only, no data: URLs
    modulePreload: { polyfill: false },
  },
})
