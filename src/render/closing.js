(() => {
  const root = document.documentElement;
  const end = root.dataset.expires * 1000;
  let timer;
  let closed = false;
  const close = () => {
    const ended = document.getElementById('ended');
    if (!ended || closed) return;
    closed = true;
    document.title = ended.title;
    document.body.replaceChildren(ended.content);
    root.hidden = false;
  };
  const look = () => {
    clearTimeout(timer);
    if (closed) return;
    const left = end - Date.now();
    // A clock that runs on while the machine sleeps is met at the latest half a minute after it woke.
    if (left > 0) return void (timer = setTimeout(look, Math.min(left, 30000)));
    root.hidden = true;
    if (document.readyState === 'loading') addEventListener('DOMContentLoaded', close);
    else close();
  };
  for (const event of ['pageshow', 'focus']) addEventListener(event, look);
  document.addEventListener('visibilitychange', look);
  look();
})();
