// Requests to the service that this page came from.

const TOKEN = "nutgraf-token";

/** What the service refused, in its own words. */
export class Problem extends Error {
  constructor(status, detail, body) {
    super(detail);
    this.status = status;
    this.body = body;
  }
}

// `nutgraf review` opens the page with its token after the #, which browsers send to nobody.
const given = /^#token=(.+)$/.exec(location.hash);
if (given) {
  sessionStorage.setItem(TOKEN, decodeURIComponent(given[1]));
  history.replaceState(null, "", location.pathname);
}

export const setToken = (token) => sessionStorage.setItem(TOKEN, token);

async function send(method, path, body) {
  const headers = {};
  const token = sessionStorage.getItem(TOKEN);
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  } catch {
    throw new Problem(0, "The service does not answer. Is it still running?");
  }
  if (!response.ok) {
    const told = await response.json().catch(() => ({}));
    throw new Problem(response.status, told.detail || response.statusText, told);
  }
  return response;
}

export const get = async (path) => (await send("GET", path)).json();
export const getBlob = async (path) => (await send("GET", path)).blob();
export const post = async (path, body) => (await send("POST", path, body)).json();

/** A name that no other step has. `crypto.randomUUID` is not there on pages without https. */
export function stepName() {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("-");
}
