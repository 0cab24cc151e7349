// The tests call the browser's own function from here; a key of the browser's window is out of their reach.
self.addEventListener('install', () => {});
