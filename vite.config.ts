// Builds the single-page UI of src/web into dist/web; the server serves it from there.
import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';

export default defineConfig({
  // Vitest reads this file too when it has none of its own; its tests lie at the top.
  root: process.env['VITEST'] ? '.' : 'src/web',
  base: '/',
  plugins: [preact({ devToolsEnabled: false })],
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    // The page's security policy allows fonts and scripts of our own host only, so nothing is inlined as data:.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
  server: { proxy: { '/api': process.env['API_ORIGIN'] ?? 'http://localhost:8080' } },
});
