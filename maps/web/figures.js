"use strict";

coopmap.tabs.figures = (body) => body.replaceChildren();
