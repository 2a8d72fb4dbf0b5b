export const nothing = 1;
throw new TypeError("broken at the top");
