// The one thing that a page cannot do by itself: tell where its reader is, once they ask for it.
const button = document.querySelector("[data-near]");
if (button && "geolocation" in navigator) {
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const asked = new URL(button.dataset.near, location.href);
        asked.searchParams.set("lat", coords.latitude.toFixed(2));
        asked.searchParams.set("lon", coords.longitude.toFixed(2));
        location.assign(asked);
      },
      () => {
        button.disabled = false;
        document.querySelector("[data-near-failed]").hidden = false;
      },
      { maximumAge: 600000, timeout: 10000 },
    );
  });
}
