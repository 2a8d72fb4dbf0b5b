export const handler = async (event) => ({ seen: event });
