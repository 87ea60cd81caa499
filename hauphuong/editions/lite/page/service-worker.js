// The course's service worker. It carries the kernel's calls for files to the page, as JupyterLite's own does, and keeps
// what was fetched, so that the next visit is quick and needs no network.
//
// The name of the store changes with each build of the site, and the old one is dropped: nobody is left with half of each.
"use strict";

const STORE = "hauphuong-@BUILD@";
const LIST = "@LIST@"; // the site's files, relative to this one
const pages = new BroadcastChannel("/sw-api.v1");

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    for (const name of await caches.keys()) if (name.startsWith("hauphuong-") && name !== STORE) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (address.origin !== self.location.origin) return;
  if (address.pathname.endsWith("/api/service-worker-heartbeat")) event.respondWith(new Response("ok"));
  else if (/\/api\/(drive|stdin\/)/.test(address.pathname)) event.respondWith(askPage(request, address));
  else if (request.method === "GET" && !request.headers.has("range")) event.respondWith(kept(request));
});

// A file or an input that the kernel waits for: only the page has it.
async function askPage(request, address) {
  const asked = await request.json();
  const answer = new Promise((done) => {
    const hear = ({ data }) => {
      if (data.browsingContextId !== asked.browsingContextId || !("response" in data)) return;
      pages.removeEventListener("message", hear);
      done(new Response(JSON.stringify(data.response)));
    };
    pages.addEventListener("message", hear);
  });
  pages.postMessage({ ...asked, pathname: address.pathname });
  return answer;
}

async function kept(request) {
  const store = await caches.open(STORE);
  const found = await store.match(request, { ignoreSearch: true });
  if (found) return found;
  const fresh = await fetch(request);
  if (fresh.status === 200 && fresh.type === "basic" && !fresh.redirected) {
    store.put(bare(request.url), fresh.clone()).catch(() => {}); // a full disk costs only the keeping
  }
  return fresh;
}

// The store knows each file once, whatever stands behind its question mark.
const bare = (address) => address.replace(/[?#].*$/, "");

// The page has come to rest: keep the whole course.
self.addEventListener("message", (event) => {
  if (event.data?.keep) event.waitUntil(keepAll());
});

async function keepAll() {
  const store = await caches.open(STORE);
  const root = self.location.href.replace(/[^/]*$/, "");
  const have = new Set((await store.keys()).map((request) => bare(request.url)));
  for (const file of await (await fetch(LIST)).json()) {
    const address = new URL(file, root).href;
    if (have.has(address)) continue;
    try {
      const fresh = await fetch(address);
      if (fresh.status === 200) await store.put(address, fresh);
    } catch {
      return; // no network: the next visit goes on from here
    }
  }
}
