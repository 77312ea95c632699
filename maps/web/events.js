"use strict";

coopmap.tabs.events = (body) => body.replaceChildren();
