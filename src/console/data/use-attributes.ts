import { useQuery } from '@tanstack/react-query';
import type { AttributeDeclaration } from '../../protocol/customer-attributes';
import { useConsole } from '../context';

const key = ['customer-attributes'];

/** What the organization keeps of its customers besides their names. */
export function useAttributes() {
  const { http } = useConsole();
  return useQuery({
    queryKey: key,
    queryFn: async () => {
      const { body, tag } = await http.getTagged<{ items: AttributeDeclaration[] }>(key[0]!);
      return { ...body, tag };
    },
    staleTime: 60_000,
  });
}
