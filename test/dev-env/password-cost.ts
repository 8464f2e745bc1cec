/** Of bcrypt, the least that it takes: passwords of tests are no secret, and each login would be a fifteenth of a second. */
export const passwordCost = 4;
