import {
  previewRequest,
  previewResponse,
  type PreviewRequest,
  type PreviewResponse,
} from '../protocol/answers';
import { endpoint } from './route';

interface AnswerDeps {
  preview(organizationId: string, request: PreviewRequest): Promise<PreviewResponse>;
}

export function answerEndpoints({ preview }: AnswerDeps) {
  return {
    preview: endpoint({
      summary: 'What the AI would say. Nothing is sent or stored.',
      body: previewRequest,
      response: previewResponse,
      readOnly: true,
      handle: ({ principal, body }) => preview(principal.organizationId, body),
    }),
  };
}
