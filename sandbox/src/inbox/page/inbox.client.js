const words = JSON.parse(document.getElementById('words').textContent);
const byId = (id) => document.getElementById(id);
const state = { messages: [], chosen: null };

/** Builds an element; text goes in as text, so a mail's own markup never runs here. */
function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes('-') || name === 'role') node.setAttribute(name, value);
    else node[name] = value;
  }
  node.append(...children);
  return node;
}

const clockOf = (at) =>
  new Date(at).toLocaleTimeString(document.documentElement.lang, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });

async function refresh() {
  const response = await fetch('/api/messages?brief&limit=500');
  state.messages = (await response.json()).toReversed();
  byId('count').textContent = response.headers.get('x-total-count');
  showChannels();
  showList();
}

function showChannels() {
  const select = byId('channel');
  const known = new Set([...select.options].map((option) => option.value));
  for (const { channel } of state.messages) {
    if (known.has(channel)) continue;
    known.add(channel);
    select.append(element('option', { value: channel, textContent: channel }));
  }
}

function showList() {
  const wanted = byId('search').value.trim().toLowerCase();
  const channel = byId('channel').value;
  const shown = state.messages.filter(
    (message) =>
      (channel === '' || message.channel === channel) &&
      `${message.to} ${message.subject ?? ''}`.toLowerCase().includes(wanted),
  );
  byId('messages').replaceChildren(...shown.map(row));
  byId('empty').hidden = state.messages.length > 0;
  byId('no-match').hidden = state.messages.length === 0 || shown.length > 0;
}

function row(message) {
  const button = element(
    'button',
    { type: 'button', onclick: () => open(message.id), 'aria-current': String(message.id === state.chosen) },
    element('span', { className: 'subject', textContent: message.subject || words.noSubject }),
    element('time', { dateTime: message.at, textContent: clockOf(message.at) }),
    element('span', { className: 'to', textContent: message.to }),
    element('span', { className: 'channel', textContent: message.channel }),
    element('span', { className: 'excerpt', textContent: message.excerpt }),
  );
  return element('li', {}, button);
}

async function open(id) {
  const response = await fetch(`/api/messages/${id}`);
  if (!response.ok) return refresh();
  state.chosen = id;
  document.body.classList.add('reading');
  read(await response.json());
  return showList();
}

function read(message) {
  const views = viewsOf(message);
  const stage = element('div', { style: 'display:contents' });
  const tabs = views.map(([title, build]) => {
    const tab = element('button', { type: 'button', role: 'tab', textContent: title });
    tab.onclick = () => {
      for (const other of tabs) other.setAttribute('aria-selected', String(other === tab));
      stage.replaceChildren(build());
    };
    return tab;
  });
  const back = element('button', { id: 'back', type: 'button', textContent: words.back });
  back.onclick = () => document.body.classList.remove('reading');
  const facts = element(
    'dl',
    {},
    ...pair(words.to, message.to),
    ...pair(words.key, message.key ?? '–'),
    ...pair(message.channel, message.at),
  );
  const title = element('h2', { textContent: message.subject || words.noSubject });
  byId('reader').replaceChildren(back, title, facts, element('div', { role: 'tablist' }, ...tabs), stage);
  tabs[0].click();
}

function viewsOf(message) {
  const views = [];
  if (message.html) {
    views.push([
      words.preview,
      () => element('iframe', { src: `/messages/${message.id}/html`, sandbox: '', title: words.preview }),
    ]);
  }
  views.push([words.text, () => element('pre', { textContent: message.text ?? '' })]);
  const headers = Object.entries(message.headers).map(([name, value]) => `${name}: ${value}`);
  views.push([words.headers, () => element('pre', { textContent: headers.join('\n') })]);
  return views;
}

function pair(term, value) {
  return [element('dt', { textContent: term }), element('dd', { textContent: value })];
}

function listen() {
  const events = new EventSource('/api/messages/events');
  const live = byId('live');
  let waiting = null;
  events.addEventListener('changed', () => {
    waiting ??= setTimeout(() => {
      waiting = null;
      void refresh();
    }, 150);
  });
  events.addEventListener('open', () => {
    live.className = '';
    live.textContent = words.live;
    void refresh();
  });
  events.addEventListener('error', () => {
    live.className = 'offline';
    live.textContent = words.offline;
  });
}

byId('search').addEventListener('input', showList);
byId('channel').addEventListener('change', showList);
document.querySelector('form').addEventListener('submit', (event) => event.preventDefault());
byId('clear').addEventListener('click', async () => {
  if (confirm(words.clearAsk)) await fetch('/api/messages', { method: 'DELETE' });
});
listen();
