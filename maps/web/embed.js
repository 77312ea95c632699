// Shown in a frame (#embed): no panel, no title; the page around it scrolls until the reader has touched the map.
"use strict";

coopmap.embed = function (map) {
  if (!document.body.classList.contains("embed")) return;
  const {el, words, store, address} = coopmap;
  const link = el("a", {class: "embed-link", target: "_blank", rel: "noopener"});
  document.querySelector("main").append(link);

  const draw = () => {
    link.textContent = words.t("embed.full");
    link.href = address.link({embed: ""}).replace(/[#&]embed=?(?=&|$)/, "");
  };
  map.scrollWheelZoom.disable();
  map.once("click mousedown touchstart", () => map.scrollWheelZoom.enable());
  map.getContainer().addEventListener("mouseleave", () => map.scrollWheelZoom.disable());
  map.on("click", () => map.scrollWheelZoom.enable());
  store.on("language filter chosen", draw);
  map.on("moveend", draw);
  draw();
};
