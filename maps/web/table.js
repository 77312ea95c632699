"use strict";

coopmap.table = () => {};
