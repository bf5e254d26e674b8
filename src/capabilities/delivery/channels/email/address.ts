const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const LABEL = /^[\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u;

/**
 * What is wrong with an e-mail address. Takes what is in use of RFC 5321 (dot-atom local part of 64 characters, 254 in
 * all, no quoted local part, no comment, no list), so nothing of it can break a header or an SMTP command.
 */
export function checkEmail(address: string): string | undefined {
  if (address.length > 254) return 'is longer than the 254 characters of an e-mail address';
  const at = address.lastIndexOf('@');
  const [local, domain] = [address.slice(0, at), address.slice(at + 1)];
  if (at < 1 || domain === '') return 'is no e-mail address: it must look like name@example.com';
  if (local.length > 64 || !LOCAL.test(local)) return 'is no e-mail address: the part before "@" is not valid';
  if (!domain.split('.').every((label) => LABEL.test(label)))
    return 'is no e-mail address: the part after "@" is not valid';
  return undefined;
}
